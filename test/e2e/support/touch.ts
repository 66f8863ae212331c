import type { CDPSession, Page } from '@playwright/test';

interface Place {
	readonly x: number;
	readonly y: number;
}

/** Fingers on a screen, as the system tells the browser of them. */
export class Touch {
	readonly #devtools: CDPSession;

	private constructor(devtools: CDPSession) {
		this.#devtools = devtools;
	}

	static async on(page: Page): Promise<Touch> {
		return new Touch(await page.context().newCDPSession(page));
	}

	/** Each finger goes from its first place to its second in so many ms, as the browser is told, however long that takes. */
	async move(fingers: readonly (readonly [Place, Place])[], ms: number): Promise<void> {
		const steps = 6;
		const began = Date.now() / 1_000;
		const at = (part: number) =>
			fingers.map(([from, to], id) => ({
				id,
				x: from.x + (to.x - from.x) * part,
				y: from.y + (to.y - from.y) * part,
			}));
		await this.#send('touchStart', at(0), began);
		for (let step = 1; step <= steps; step += 1)
			await this.#send('touchMove', at(step / steps), began + (ms * step) / steps / 1_000);
		await this.#send('touchEnd', [], began + ms / 1_000);
	}

	async #send(
		type: 'touchStart' | 'touchMove' | 'touchEnd',
		touchPoints: readonly (Place & { id: number })[],
		timestamp: number,
	): Promise<void> {
		await this.#devtools.send('Input.dispatchTouchEvent', { type, touchPoints: [...touchPoints], timestamp });
	}
}
