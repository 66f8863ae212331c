import type {
	EndpointNotice,
	EndpointNoticeName,
	EndpointRequestInput,
	EndpointRequestName,
	EndpointRequestOutput,
} from '#sfu/link/contract-endpoint.ts';
import type { Relay } from './relay.ts';

/** How media classes talk to the server about this device's own endpoint. */
export interface MediaSignalling {
	/** What the server offers where no direct way is to be found. */
	readonly relay: Relay;
	/** Rejects with MediaRefusal. May take as long as the link is down; rejects once that is over. */
	request<N extends EndpointRequestName>(name: N, input: EndpointRequestInput<N>): Promise<EndpointRequestOutput<N>>;
	/** Returns the way to stop listening. */
	on<N extends EndpointNoticeName>(name: N, handler: (notice: EndpointNotice<N>) => void): () => void;
}

/** The server said no; the code is one of the media plane's or of the meeting's (texts are looked up from it). */
export class MediaRefusal extends Error {
	readonly code: string;

	constructor(code: string) {
		super(code);
		this.name = 'MediaRefusal';
		this.code = code;
	}
}

/** The server no longer knows this endpoint, its conference or what is in it: only joining anew helps. */
export function needsRejoin(error: unknown): boolean {
	return error instanceof MediaRefusal && rejoinCodes.has(error.code);
}

/** What was asked for is no more, however often it is asked for. */
export function isGone(error: unknown): boolean {
	return error instanceof MediaRefusal && goneCodes.has(error.code);
}

const goneCodes: ReadonlySet<string> = new Set(['conference-unknown', 'endpoint-unknown', 'transport-unknown']);

const rejoinCodes: ReadonlySet<string> = new Set([
	...goneCodes,
	'media-node-absent',
	'media-node-timeout',
	'media-worker-absent',
	'unavailable',
]);

/** What went wrong; texts are looked up from it. */
export const codeOf = (error: unknown): string => (error instanceof MediaRefusal ? error.code : 'media-failed');
