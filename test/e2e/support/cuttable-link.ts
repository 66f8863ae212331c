import type { Page, WebSocketRoute } from '@playwright/test';

/**
 * A page's link to its meeting, which can be cut as a network does it for a moment: what goes over UDP goes on. Lay it
 * before the page comes to its meeting.
 */
export class CuttableLink {
	readonly #routes = new Set<WebSocketRoute>();
	/** unsettled while the link is cut */
	#whole = Promise.withResolvers<void>();

	static async lay(page: Page): Promise<CuttableLink> {
		const link = new CuttableLink();
		link.mend();
		await page.routeWebSocket(/\/socket\.io\//, async (route) => {
			// As packets do, an attempt during a cut gets through when the network is back.
			await link.#whole.promise;
			link.#routes.add(route).add(route.connectToServer());
		});
		return link;
	}

	/** Both ends lose the link; attempts to come back get nowhere until it is mended. */
	async cut(): Promise<void> {
		this.#whole = Promise.withResolvers();
		const routes = [...this.#routes];
		this.#routes.clear();
		await Promise.all(routes.map((route) => route.close()));
	}

	mend(): void {
		this.#whole.resolve();
	}
}
