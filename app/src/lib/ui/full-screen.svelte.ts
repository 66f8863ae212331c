/**
 * Shows one element on the whole screen, and takes it back by Escape or the browser's own way. Where the browser lends no
 * screen (iPhones give it to videos alone), the element covers the page instead.
 */
export class FullScreen {
	on = $state(false);
	#element: HTMLElement | undefined;

	/** `call`: what the person is called to, e.g. a ballot. While it is something new, nothing may lie over it. */
	constructor(call: () => string) {
		$effect(() => {
			if (call() !== '') this.leave();
		});
	}

	/** For the element: `{@attach screen.attach}`. It is taken back when the element goes. */
	readonly attach = (element: HTMLElement) => {
		this.#element = element;
		element.dataset['mayCover'] = '';
		const stop = new AbortController();
		const { signal } = stop;
		document.addEventListener('fullscreenchange', () => (this.on = this.#isWhole()), { signal });
		element.addEventListener(
			'keydown',
			(event) => {
				if (event.key === 'Escape' && this.on) this.leave();
			},
			{ signal },
		);
		return () => {
			stop.abort();
			this.leave();
			this.#element = undefined;
		};
	};

	toggle(): void {
		if (this.on) this.leave();
		else void this.#enter();
	}

	leave(): void {
		const element = this.#element;
		if (!element || !this.on) return;
		if (document.fullscreenElement === element) void document.exitFullscreen().catch(() => {});
		if (element.popover !== null) {
			if (element.matches(':popover-open')) element.hidePopover();
			element.popover = null;
		}
		this.on = false;
	}

	async #enter(): Promise<void> {
		const element = this.#element;
		if (!element) return;
		try {
			await element.requestFullscreen({ navigationUI: 'hide' });
		} catch {
			// The layer above everything is the page's own way; what contains the element cannot hold it there.
			element.popover = 'manual';
			element.showPopover();
		}
		this.on = this.#isWhole();
	}

	#isWhole(): boolean {
		const element = this.#element;
		return element !== undefined && (document.fullscreenElement === element || element.matches(':popover-open'));
	}
}
