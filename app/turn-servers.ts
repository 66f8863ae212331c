import type { IceServer } from '#contract/messages.ts';
import { createHmac } from 'node:crypto';

/**
 * How long credentials hold, in s: a day, as draft-uberti-behave-turn-rest-00 §2.2 recommends. Doors open 4 h before a
 * meeting that may fill the day; what was allocated with them lives on after they have expired.
 */
const lifetime = 86_400;

/** RFC 7065: scheme, host, port, transport. */
const turnUrl = /^(turns?):(?:[a-z0-9][a-z0-9.-]*|\[[0-9a-f:.]+\])(?::(\d{1,5}))?(?:\?transport=(udp|tcp))?$/i;

/** External TURN servers, such as coturn with `use-auth-secret`, for networks that let nothing else pass. */
export class TurnServers {
	readonly urls: readonly string[];
	/** Private: whatever prints or serialises the settings does not print it. */
	readonly #secret: string;

	constructor(urls: readonly string[], secret: string) {
		this.urls = urls;
		this.#secret = secret;
	}

	/**
	 * What a browser needs to be let in for a day, by coturn's REST scheme (draft-uberti-behave-turn-rest-00 §2.2):
	 * username `expiry:name`, expiry in s since the epoch; password base64(HMAC-SHA1(secret, username)). `name` is what
	 * the TURN server's log and quotas know the user by; `now` in ms since the epoch.
	 */
	iceServersFor(name: string, now: number): readonly IceServer[] {
		const username = `${Math.floor(now / 1000) + lifetime}:${name}`;
		const credential = createHmac('sha1', this.#secret).update(username).digest('base64');
		return [{ urls: [...this.urls], username, credential }];
	}
}

/** Reads TURN_URLS and TURN_SECRET; undefined when there are none. `mistakes`: one line for each, never the secret. */
export function readTurnServers(
	urls: string | undefined,
	secret: string | undefined,
): { servers: TurnServers | undefined; mistakes: readonly string[] } {
	if (urls === undefined && secret === undefined) return { servers: undefined, mistakes: [] };
	const list = urls?.split(',').map((url) => url.trim()) ?? [];
	// Not what was written there: somebody may have mixed the two up, and secrets are not printed.
	const mistakes = list.flatMap((url, index) =>
		isTurnUrl(url) ? [] : [`TURN_URLS: number ${index + 1} is no address such as turns:turn.tinh.gov.vn:443`],
	);
	if (urls === undefined || secret === undefined) mistakes.push('TURN_URLS and TURN_SECRET: give both or neither');
	else if (secret.length < 16) mistakes.push('TURN_SECRET: must have at least 16 characters');
	return { servers: secret === undefined ? undefined : new TurnServers(list, secret), mistakes };
}

function isTurnUrl(url: string): boolean {
	const [whole, scheme, port = '3478', transport] = turnUrl.exec(url) ?? [];
	// The RFC allows TURN over DTLS, but no browser speaks it.
	const isDtls = scheme === 'turns' && transport === 'udp';
	return whole !== undefined && !isDtls && Number(port) > 0 && Number(port) <= 65_535;
}
