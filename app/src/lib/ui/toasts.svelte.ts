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
	/** Where they may be shown, the one that lies on top last. */
	#regions = $state.raw<readonly symbol[]>([]);
	#last = 0;

	/** `about`: names a deed, so that `over` takes the message back when the deed is done anew. */
	show(tone: Toast['tone'], text: string, about?: string): void {
		const id = ++this.#last;
		this.list = [...this.list.filter((toast) => toast.text !== text), { id, tone, text, about }];
		setTimeout(() => this.dismiss(id), shownFor[tone]);
	}

	/**
	 * From now on shown in this region alone: it lies on the one before it, a dialog on its page. Answers whether they are
	 * (still, again) shown here, and how the region goes.
	 */
	enter(): { readonly onTop: boolean; leave(): void } {
		const own = Symbol('region');
		this.#regions = [...this.#regions, own];
		const isOnTop = () => this.#regions.at(-1) === own;
		return {
			get onTop() {
				return isOnTop();
			},
			leave: () => (this.#regions = this.#regions.filter((region) => region !== own)),
		};
	}

	/** What was said about this deed no longer holds. Called at each ballot: where nothing was said nothing is drawn. */
	over(about: string): void {
		if (this.list.some((toast) => toast.about === about))
			this.list = this.list.filter((toast) => toast.about !== about);
	}

	dismiss(id: number): void {
		this.list = this.list.filter((toast) => toast.id !== id);
	}
}

export const [useToasts, setToasts] = createContext<Toasts>();
