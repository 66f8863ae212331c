import { introductionSchema } from '#contract/requests.ts';
import { resolveSession, type Session } from '#db/auth/sessions.ts';
import type { Database } from '#db/client.ts';
import { DataError } from '#db/data-error.ts';
import { getParticipant } from '#meeting/plan.ts';
import type { RefusalCode } from '#meeting/refusal.ts';
import { parseCookies } from './cookies.ts';
import type { Socket } from 'socket.io';
import * as v from 'valibot';
import type { HallKeeper } from './hall-keeper.ts';
import type { Hall } from './hall.ts';

/** The session's cookie; the pages set it. */
export const sessionCookie = 'nhip-cau-phien';

/** Somebody whose session and invitation were checked: there is no other way to get one. */
export interface Entrant {
	readonly session: Session;
	readonly participantId: string;
	readonly deviceId: string;
	readonly lastSeq: number;
	/** tries the way to the media ports, and is not present in the meeting */
	readonly checking: boolean;
	readonly hall: Hall;
}

/** A handshake that was turned down; socket.io carries `data` to the browser. */
export class HandshakeRefusal extends Error {
	readonly data: { readonly code: RefusalCode };

	constructor(code: RefusalCode) {
		super(code);
		this.data = { code };
	}
}

/** Who comes, by the session's cookie, and whether the meeting has invited them. Throws HandshakeRefusal. */
export async function authenticate(socket: Socket, db: Database, halls: HallKeeper): Promise<Entrant> {
	const token = parseCookies(socket.handshake.headers.cookie).get(sessionCookie);
	const session = token === undefined ? undefined : resolveSession(db, token, Date.now());
	if (!session) throw new HandshakeRefusal('not-signed-in');
	const introduction = v.safeParse(introductionSchema, socket.handshake.auth);
	if (!introduction.success) throw new HandshakeRefusal('malformed');
	const { meetingId, deviceId, lastSeq, checking } = introduction.output;
	const { participantId } = session;
	const hall = await enterable(halls, meetingId, participantId);
	if (!getParticipant(hall.meeting.state, participantId)) throw new HandshakeRefusal('not-invited');
	return { session, participantId, deviceId, lastSeq, checking, hall };
}

async function enterable(halls: HallKeeper, meetingId: string, participantId: string): Promise<Hall> {
	try {
		const outcome = await halls.open(meetingId, participantId);
		if (typeof outcome === 'string') throw new HandshakeRefusal(outcome);
		return outcome;
	} catch (error) {
		if (error instanceof DataError && error.code === 'not-found') throw new HandshakeRefusal('no-such-meeting');
		throw error;
	}
}
