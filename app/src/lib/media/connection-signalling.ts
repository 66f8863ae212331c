import type { MessageName, Messages } from '#contract/messages.ts';
import type { LiveMeeting } from '#lib/live/live-meeting.svelte.ts';
import type { EndpointNotice, EndpointNoticeName } from '#sfu/link/contract-endpoint.ts';
import { MediaRefusal, type MediaSignalling } from './media-signalling.ts';
import { Relay } from './relay.ts';

/** Media signalling over a device's link to its meeting, where its names begin with `media/`. */
export function signallingOver(live: Pick<LiveMeeting, 'connection' | 'iceServers'>): MediaSignalling {
	const { connection } = live;
	const relay = new Relay(() => live.iceServers);
	connection.on('ice-servers', () => relay.renew());
	return {
		relay,
		async request(name, input) {
			// The table of requests is the media plane's own under another prefix, which a type parameter hides.
			const answer = await connection.request(`media/${name}`, input as never);
			if (!answer.ok) throw new MediaRefusal(answer.code);
			return answer.output as never;
		},
		on<N extends EndpointNoticeName>(name: N, handler: (notice: EndpointNotice<N>) => void) {
			const message: MessageName = `media/${name}`;
			return connection.on(message, handler as (message: Messages[MessageName]) => void);
		},
	};
}
