import { createContext } from 'svelte';

interface Toast {
	readonly id: number;
	readonly tone: 'info' | 'success' | 'warning' | 'danger';
	readonly text: string;
}

/** How long a message that asks for nothing stays, in ms. Refusals stay until they are closed. */
const shownFor = 6_000;

/** Short messages at the edge of the page. Handed down by context from the root layout. */
export class Toasts {
	list = $state<readonly Toast[]>([]);
	#last = 0;
	readonly #allPass: boolean;

	/** `allPass`: nobody is there to close what would stay */
	constructor({ allPass = false } = {}) {
		this.#allPass = allPass;
	}

	show(tone: Toast['tone'], text: string): void {
		const id = ++this.#last;
		this.list = [...this.list.filter((toast) => toast.text !== text), { id, tone, text }];
		if (this.#allPass || tone === 'info' || tone === 'success') setTimeout(() => this.dismiss(id), shownFor);
	}

	dismiss(id: number): void {
		this.list = this.list.filter((toast) => toast.id !== id);
	}
}

export const [useToasts, setToasts] = createContext<Toasts>();
