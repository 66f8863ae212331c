import type { Page } from '@playwright/test';
import type { RequestInput } from '#contract/requests.ts';
import type { Messages } from '#contract/messages.ts';
import type { Layer, Source } from '#sfu/link/contract-endpoint.ts';

/** What a page has asked of a track: in which size the server sends it, or (null) not at all. */
export interface Watched {
	readonly consumerId: string;
	readonly layer: Layer | null;
	/** performance.now() here */
	readonly at: number;
}

type Created = Messages['media/consumer-created'];

/** Which tracks a page is given, and what it asks of each of them, read off its link from now on. */
export class WatchedTracks {
	/** in the order of asking */
	readonly asked: Watched[] = [];
	readonly #owners = new Map<string, { readonly endpointId: string; readonly source: Source }>();

	static async of(page: Page): Promise<WatchedTracks> {
		const watched = new WatchedTracks();
		const devtools = await page.context().newCDPSession(page);
		devtools.on('Network.webSocketFrameSent', ({ response }) => watched.#noteSent(response.payloadData));
		devtools.on('Network.webSocketFrameReceived', ({ response }) => watched.#noteReceived(response.payloadData));
		await devtools.send('Network.enable');
		return watched;
	}

	/** Of each track of this source, whose it is and what was asked last. */
	now(source: Source): { readonly endpointId: string; readonly layer: Layer | null }[] {
		const latest = new Map(this.asked.map(({ consumerId, layer }) => [consumerId, layer]));
		return [...this.#owners].flatMap(([consumerId, { endpointId, source: of }]) => {
			const layer = latest.get(consumerId);
			return of === source && layer !== undefined ? [{ endpointId, layer }] : [];
		});
	}

	/** What was asked of somebody's track of this source since then. */
	since(at: number, source: Source, isOf: (endpointId: string) => boolean): Watched[] {
		return this.asked.filter(({ consumerId, at: asked }) => {
			const owner = this.#owners.get(consumerId);
			return asked >= at && owner?.source === source && isOf(owner.endpointId);
		});
	}

	#noteSent(frame: string): void {
		const [, envelope] = eventIn(frame) as [string, { name?: string; input?: unknown }?];
		if (envelope?.name !== 'media/watch') return;
		const { consumerId, layer } = envelope.input as RequestInput<'media/watch'>;
		this.asked.push({ consumerId, layer: layer as Layer | null, at: performance.now() });
	}

	#noteReceived(frame: string): void {
		const [name, message] = eventIn(frame);
		if (name === 'media/consumer-created') this.#noteCreated(message as Created);
		if (name === 'media/consumer-closed')
			this.#owners.delete((message as Messages['media/consumer-closed']).consumerId);
		if (name === 'media/consumers')
			for (const created of (message as Messages['media/consumers']).consumers) this.#noteCreated(created);
	}

	#noteCreated({ consumerId, sourceEndpointId: endpointId, source }: Created): void {
		this.#owners.set(consumerId, { endpointId, source });
	}
}

/** Socket.IO's packet of an event without attachments, `42/namespace,id["name",…]`; anything else has no name. */
function eventIn(frame: string): readonly unknown[] {
	const json = /^42(?:\/[^,]*,)?\d*(\[.*\])$/s.exec(frame)?.[1];
	return json === undefined ? [] : (JSON.parse(json) as unknown[]);
}
