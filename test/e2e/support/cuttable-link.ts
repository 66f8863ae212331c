import type { Page, WebSocketRoute } from '@playwright/test';
import type { Answer, RequestName } from '#contract/requests.ts';

/**
 * A page's link to its meeting, which can be cut as a network does it for a moment: what goes over UDP goes on. Lay it
 * before the page comes to its meeting.
 */
export class CuttableLink {
	/** how often it came to stand */
	laid = 0;
	readonly #routes = new Set<WebSocketRoute>();
	/** unsettled while the link is cut */
	#whole = Promise.withResolvers<void>();
	/** of requests: whose next answer is lost */
	readonly #losing = new Set<RequestName>();

	static async lay(page: Page): Promise<CuttableLink> {
		const link = new CuttableLink();
		link.mend();
		await page.routeWebSocket(/\/socket\.io\//, async (route) => {
			// As packets do, an attempt during a cut gets through when the network is back.
			await link.#whole.promise;
			link.laid += 1;
			link.#carry(route, route.connectToServer());
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

	/** Nothing comes through, and nobody loses the link: what is sent meanwhile comes when it is mended. */
	hush(): void {
		this.#whole = Promise.withResolvers();
	}

	mend(): void {
		this.#whole.resolve();
	}

	/**
	 * The answer to the next request of this name is lost between the media node, which has done it, and the server: the
	 * page is told that none came.
	 */
	loseAnswer(name: RequestName): void {
		this.#losing.add(name);
	}

	#carry(page: WebSocketRoute, server: WebSocketRoute): void {
		this.#routes.add(page).add(server);
		/** ids of packets whose acknowledgement is lost */
		const lost = new Set<string>();
		page.onMessage(async (message) => {
			await this.#whole.promise;
			const { id, said } = readPacket(message, 2);
			const [, { name } = {}] = said as [event?: string, envelope?: { name?: RequestName }];
			if (name !== undefined && this.#losing.delete(name)) lost.add(id);
			server.send(message);
		});
		server.onMessage(async (message) => {
			await this.#whole.promise;
			const { head, id } = readPacket(message, 3);
			page.send(lost.delete(id) ? `${head}${JSON.stringify([noAnswer])}` : message);
		});
	}
}

const noAnswer: Answer = { ok: false, code: 'media-node-timeout' };

/** A packet of Socket.IO without bytes in it (protocol 5) in a message of Engine.IO; nothing of one of another type. */
function readPacket(message: string | Buffer, type: 2 | 3): { head: string; id: string; said: unknown[] } {
	const found = typeof message === 'string' ? /^(4([23])\/[^,]*,(\d+))(\[.*)$/s.exec(message) : null;
	const [, head = '', foundType, id = '', said = '[]'] = found ?? [];
	return Number(foundType) === type
		? { head, id, said: JSON.parse(said) as unknown[] }
		: { head: '', id: '', said: [] };
}
