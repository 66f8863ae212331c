import type { IceServer } from '#contract/messages.ts';
import { dateOf } from '#db/calendar.ts';
import type { Database } from '#db/client.ts';
import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { EachDay } from './each-day.ts';
import { sessionIn } from './gateway/authenticate.ts';
import { openGateway } from './gateway/gateway.ts';
import { HallKeeper } from './gateway/hall-keeper.ts';
import { openSocketServer, type SocketServer } from './gateway/socket-server.ts';
import { emptyLog } from './journal/log-emptier.ts';
import { MediaPlane } from './media/media-plane.ts';
import { NodeRegister } from './media/node-register.ts';
import { nextTurn } from './next-turn.ts';
import type { Observer } from './observer.ts';
import { Ops, type Overview } from './ops/ops.ts';
import { PaperReceipts } from './paper-receipts.ts';
import { RunningMeetings } from './running-meetings.ts';
import type { Services } from './services.ts';

interface LivePorts {
	readonly db: Database;
	/** as Services have it; false */
	readonly secureCookies?: boolean;
	/** whether a page of that origin may use a person's cookie here */
	readonly isOwnOrigin: (origin: string | undefined, host: string | undefined) => boolean;
	/** the build of the pages that is served: devices with another are told to load theirs anew; undefined: none is asked */
	readonly pages?: string | undefined;
	/** hears of what takes time */
	readonly observer?: Observer | undefined;
	/** TURN servers for a participant's devices, with credentials that hold from now on; none where there are none */
	readonly iceServersFor: (participantId: string) => readonly IceServer[];
	readonly log: Logger;
}

/** Everything that runs while meetings run. */
export interface Live {
	/** where the local media node dials, and the token that it shows */
	readonly link: { readonly url: string; readonly token: string };
	/** where the sockets of browsers come in, and those of media nodes elsewhere */
	readonly sockets: readonly SocketServer['entry'][];
	/** what the pages need of it */
	readonly meetings: Services['meetings'];
	readonly ops: Services['ops'];
	readonly nodes: Services['nodes'];
	readonly receipts: Services['receipts'];
	/** what the metrics tell at this moment */
	overview(): Promise<Overview>;
	close(): Promise<void>;
}

export async function openLive(ports: LivePorts): Promise<Live> {
	const { db, secureCookies = false, isOwnOrigin, iceServersFor, pages, observer, log } = ports;
	emptyLog(db, log);
	const register = new NodeRegister(db);
	const media = await MediaPlane.open(register, log.child({ part: 'media' }), observer);
	const meetings = new RunningMeetings(db, log.child({ part: 'meetings' }), Date.now, observer);
	const above = (unitId: string) => register.unitsAbove(unitId, dateOf(Date.now()));
	const ops = new Ops({ media, db, above, log: log.child({ part: 'ops' }) });
	const isSignedIn = (cookies: string | undefined) => sessionIn(cookies, { db, secureCookies }) !== undefined;
	const sockets = openSocketServer({ isOwn: isOwnOrigin, isSignedIn });
	const { io } = sockets;
	const gatewayLog = log.child({ part: 'gateway' });
	const serverId = randomUUID();
	const receipts = new PaperReceipts(db, log.child({ part: 'papers' }));
	const halls = new HallKeeper({ io, serverId, iceServersFor, meetings, media, receipts, db, log: gatewayLog });
	openGateway({ io, db, secureCookies, halls, pages, log: gatewayLog });
	await halls.resume();
	const days = new EachDay(() => {
		halls.dismissEnded();
		register.renew();
		media.placementChanged();
	}, log);
	return {
		link: { url: media.url, token: register.ownToken },
		sockets: [sockets.entry, media.entry],
		meetings: {
			inMemory: (meetingId) => meetings.get(meetingId)?.state,
			stateOf: (meetingId) => meetings.stateOf(meetingId),
			async plansChanged(meetingId) {
				meetings.plans.noteChange();
				// What changed a dossier or units of hundreds has kept the loop for the whole of its turn.
				await nextTurn();
				if (meetingId !== undefined) return meetings.plans.keepUp(meetingId);
				halls.dismissEnded();
				media.placementChanged();
				return meetings.plans.keepAllUp();
			},
			tellSharedMark: (...told) => halls.tellSharedMark(...told),
			disconnectSession: (sessionKey) => halls.dismiss((device) => device.sessionKey === sessionKey),
			disconnectAccount: (accountId) => halls.dismiss((device) => device.accountId === accountId),
		},
		ops: {
			meetings: () => ops.meetings(),
			figures: (meetingId, after) => ops.figures(meetingId, after),
			trace: (meetingId, deviceId, after) => media.trace(meetingId, deviceId, after),
		},
		nodes: {
			states: () => ops.nodeStates(),
			changed(sentAway) {
				register.renew();
				media.placementChanged();
				if (sentAway !== undefined) media.sendAway(sentAway);
			},
			placeAnew: (meetingId, participantIds) => media.placeAnew(meetingId, participantIds),
		},
		receipts,
		overview: () => ops.overview(),
		async close() {
			days.close();
			halls.close();
			ops.close();
			meetings.close();
			receipts.flush();
			await sockets.close();
			await media.close();
		},
	};
}
