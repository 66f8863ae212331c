import { createContext } from 'svelte';

interface Toast {
	readonly id: number;
	readonly tone: 'info' | 'success' | 'warning' | 'danger';
	readonly text: string;
	/** the deed that it is about */
	readonly about: string | undefined;
}

/** How long messages stay, in ms: what says that something went wrong, long enough to be found and read twice. */
const shownFor = { info: 6_000, success: 6_000, warning: 20_000, danger: 20_000 } as const;

/** Short messages above the page; they end by themselves. Handed down by context from the root layout. */
export class Toasts {
	list = $state<readonly Toast[]>([]);
	#last = 0;

	/** `about`: names a deed, so that `over` takes the message back when the deed is done anew. */
	show(tone: Toast['tone'], text: string, about?: string): void {
		const id = ++this.#last;
		this.list = [...this.list.filter((toast) => toast.text !== text), { id, tone, text, about }];
		setTimeout(() => this.dismiss(id), shownFor[tone]);
	}

	/** What was said about this deed no longer holds. */
	over(about: string): void {
		this.list = this.list.filter((toast) => toast.about !== about);
	}

	dismiss(id: number): void {
		this.list = this.list.filter((toast) => toast.id !== id);
	}
}

export const [useToasts, setToasts] = createContext<Toasts>();
