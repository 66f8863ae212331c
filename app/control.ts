import { openDatabase, type Database } from '#db/client.ts';
import { startLocalNode } from '#sfu/link/local-node.ts';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import process from 'node:process';
import { pino, type Logger } from 'pino';
import { openGateway } from './live/gateway/gateway.ts';
import { HallKeeper } from './live/gateway/hall-keeper.ts';
import { openSocketServer } from './live/gateway/socket-server.ts';
import { MediaPlane } from './live/media/media-plane.ts';
import { requirePlan } from '#db/meetings/read-meeting.ts';
import { RunningMeetings } from './live/running-meetings.ts';
import { provideServices } from './live/services.ts';
import { loadPages } from './pages.ts';
import type { Settings } from './settings.ts';

export interface Control {
	readonly log: Logger;
	readonly db: Database;
	/** where the pages are, with the port that the system gave */
	readonly url: string;
	/** Idempotent. */
	close(): Promise<void>;
}

/** Opens everything, in the order in which one needs the other. */
export async function openControl(settings: Settings): Promise<Control> {
	const log = pino({ level: settings.logLevel }, pino.destination({ dest: 2, sync: true }));
	const db = openDatabase(path.join(settings.dataDir, 'nhip-cau.sqlite'));
	const token = randomBytes(32).toString('base64url');
	const media = await MediaPlane.open(token, log.child({ part: 'media' }));
	const node = startLocalNode({ linkUrl: media.url, linkToken: token, environment: process.env, log });
	const meetings = new RunningMeetings(db, log.child({ part: 'meetings' }));

	const server = settings.tls
		? createHttpsServer({ cert: readFileSync(settings.tls.certificate), key: readFileSync(settings.tls.key) })
		: createHttpServer();
	const io = openSocketServer(server, (origin, host) => isOwnOrigin(origin, host, settings));
	const prepare = (meetingId: string) => requirePlan(db, meetingId);
	const gatewayLog = log.child({ part: 'gateway' });
	const halls = new HallKeeper({ io, serverId: randomUUID(), meetings, media, prepare, log: gatewayLog });
	openGateway({ io, db, halls, log: gatewayLog });

	provideServices({
		db,
		dataDir: settings.dataDir,
		demo: settings.demo,
		secureCookies: !settings.demo,
		log: log.child({ part: 'pages' }),
		meetings: {
			stateOf: (meetingId) => meetings.stateOf(meetingId),
			async planChanged(meetingId) {
				const running = meetings.get(meetingId);
				if (running && running.state.lifecycle.phase !== 'planned')
					await running.giveAsSystem('revise-plan', { plan: prepare(meetingId) });
			},
			disconnectAccount: (accountId) => halls.dismissAccount(accountId),
		},
	});
	server.on('request', await loadPages(settings));
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(settings.port, settings.host, resolve);
	});
	const { port } = server.address() as AddressInfo;
	const url = settings.demo ? `http://127.0.0.1:${port}` : settings.origin;
	log.info({ url }, 'ready');

	let closing: Promise<void> | undefined;
	const close = async () => {
		halls.close();
		meetings.close();
		await io.close();
		await node.close();
		await media.close();
		db.close();
	};
	return { log, db, url, close: () => (closing ??= close()) };
}

/** A page of another site must not ride on a person's cookie. */
function isOwnOrigin(origin: string | undefined, host: string | undefined, settings: Settings): boolean {
	// Programs that are no browser send none; they have no cookie to ride on either.
	if (origin === undefined) return true;
	return settings.demo ? URL.canParse(origin) && new URL(origin).host === host : origin === settings.origin;
}
