import { introductionSchema } from '#contract/requests.ts';
import { sessionCookie } from '#contract/session-cookie.ts';
import { resolveSession } from '#db/auth/sessions.ts';
import type { Database } from '#db/client.ts';
import { hashToken } from '#db/auth/token.ts';
import type { RefusalCode } from '#meeting/refusal.ts';
import type { Buckets } from './buckets.ts';
import { parseCookies } from './cookies.ts';
import type { Socket } from 'socket.io';
import * as v from 'valibot';
import type { HallKeeper } from './hall-keeper.ts';

/** Somebody whose session and invitation were checked: there is no other way to get one. */
export interface Entrant {
	readonly accountId: string;
	/** tells sessions of one account apart, without being of use to anybody */
	readonly sessionKey: string;
	readonly meetingId: string;
	readonly participantId: string;
	readonly deviceId: string;
	readonly lastSeq: number;
	/** tries the way to the media ports, and is not present in the meeting */
	readonly checking: boolean;
}

/** A handshake that was turned down; socket.io carries `data` to the browser. */
export class HandshakeRefusal extends Error {
	readonly data: { readonly code: RefusalCode };

	constructor(code: RefusalCode) {
		super(code);
		this.data = { code };
	}
}

export interface Sessions {
	readonly db: Database;
	/** as Services have it */
	readonly secureCookies: boolean;
}

/** The session that is shown with these cookies, if it lets anybody in. */
export function sessionIn(cookies: string | undefined, { db, secureCookies }: Sessions) {
	const token = parseCookies(cookies).get(sessionCookie(secureCookies));
	const session = token === undefined ? undefined : resolveSession(db, token, Date.now());
	return token === undefined || !session ? undefined : { token, session };
}

/** Comes too often: told without a code, so that a browser waits and tries again by itself. */
export class TooOften extends Error {
	constructor() {
		super('too-many-requests');
	}
}

interface Doorkeepers extends Sessions {
	/** how often the devices of one account come in */
	readonly entries: Buckets;
	readonly halls: HallKeeper;
	/** the only build of the pages that is let in; undefined: every one */
	readonly pages: string | undefined;
}

/**
 * Who comes, by the session's cookie, and whether the meeting has invited them. What costs more than a row is done for who
 * has not come too often, refused or not. Throws HandshakeRefusal, TooOften.
 */
export async function authenticate(socket: Socket, doorkeepers: Doorkeepers): Promise<Entrant> {
	const { entries, halls, pages } = doorkeepers;
	const shown = sessionIn(socket.handshake.headers.cookie, doorkeepers);
	if (!shown) throw new HandshakeRefusal('not-signed-in');
	const { token, session } = shown;
	if (!entries.take(session.accountId)) throw new TooOften();
	// First: older pages may introduce themselves in another way, too.
	if (pages !== undefined && socket.handshake.auth['pages'] !== pages) throw new HandshakeRefusal('pages-outdated');
	const introduction = v.safeParse(introductionSchema, socket.handshake.auth);
	if (!introduction.success) throw new HandshakeRefusal('malformed');
	const { participantId, accountId } = session;
	const entrant = { ...introduction.output, participantId, accountId, sessionKey: hashToken(token) };
	const refusal = await halls.admit(entrant);
	if (refusal) throw new HandshakeRefusal(refusal);
	return entrant;
}
