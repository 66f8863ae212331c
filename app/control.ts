import { dateOf } from '#db/calendar.ts';
import { openDatabase, type Database } from '#db/client.ts';
import { claimDataDir, databaseFile } from '#db/data-dir.ts';
import type { DemoAccount } from '#db/demo/accounts-file.ts';
import { seedDemo } from '#db/demo/seed.ts';
import { emptyIncoming } from '#db/documents/file-store.ts';
import { placedNodes } from '#db/nodes/placed.ts';
import { startLocalNode } from '#sfu/link/local-node.ts';
import { openLog } from '#sfu/link/open-log.ts';
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import process from 'node:process';
import type { Logger } from 'pino';
import { demoMediaAddresses } from './demo-media.ts';
import { Door } from './door.ts';
import { LogCarrier } from './live/journal/log-carrier.ts';
import { openLive } from './live/live.ts';
import { pageRequests } from './live/page-requests.ts';
import { provideServices } from './live/services.ts';
import { Intake } from './intake/intake.ts';
import { Binder, emptyPacks } from './intake/binder.ts';
import { Sandbox } from './intake/sandbox.ts';
import { VirusScan } from './intake/virus-scan.ts';
import { WorkPool } from './live/work-pool.ts';
import { Metrics } from './metrics/metrics.ts';
import { withMetrics } from './metrics/serve-metrics.ts';
import { NewParticipants } from './new-participants.ts';
import { bePatient } from './patience.ts';
import { pagesVersion } from './pages-version.ts';
import { loadPages, pageRoutes } from './pages.ts';
import { ReadyPages } from './ready-pages.ts';
import { SettingsError, type Settings } from './settings.ts';
import { Upkeep } from './upkeep.ts';
import { Uploads } from './uploads/uploads.ts';

export interface Control {
	readonly log: Logger;
	readonly db: Database;
	/** whom the demo has made up, with their passwords; none in production */
	readonly demoAccounts: readonly DemoAccount[];
	/** where the pages are, with the port that the system gave */
	readonly url: string;
	/** Whether what nobody caught came of one request, which it has cost; else the process is not to be trusted. */
	survives(error: unknown): boolean;
	/** Idempotent. */
	close(): Promise<void>;
}

/** Opens everything, in the order in which one needs the other. */
export async function openControl(settings: Settings): Promise<Control> {
	const log = openLog(settings.logLevel);
	const release = claimDataDir(settings.dataDir);
	if (!release)
		throw new SettingsError([
			`DATA_DIR: another server, or a command that changes its data, runs on ${settings.dataDir}`,
		]);
	const db = openDatabase(databaseFile(settings.dataDir));
	const server = settings.tls
		? createHttpsServer({ cert: readFileSync(settings.tls.certificate), key: readFileSync(settings.tls.key) })
		: createHttpServer();
	bePatient(server);
	const metrics = new Metrics();
	const live = await openLive({
		db,
		secureCookies: !settings.demo,
		isOwnOrigin: (...claimed) => isOwnOrigin(settings, ...claimed),
		pages: pagesVersion(),
		observer: metrics.observer,
		iceServersFor: (participantId) => settings.turn?.iceServersFor(participantId, Date.now()) ?? [],
		log,
	});
	const node = settings.localNode
		? startLocalNode({
				linkUrl: live.link.url,
				linkToken: live.link.token,
				environment: mediaEnvironment(settings, log),
				log,
				onHopeless: () => {
					// A server that lets people in and has neither picture nor sound helps nobody: whoever runs it must see it.
					log.fatal('the media settings need correction, as said above; the server ends');
					process.exit(78);
				},
			})
		: undefined;
	if (!settings.localNode && placedNodes(db, dateOf(Date.now())).length === 0)
		log.warn(
			'LOCAL_NODE=no, and no media node was added yet: no picture or sound until one is (Quản trị › Máy truyền dẫn)',
		);
	const work = new WorkPool({
		tasks: new URL('./work/tasks.ts', import.meta.url),
		databaseFile: databaseFile(settings.dataDir),
		log: log.child({ part: 'work' }),
	});
	const sandbox = new Sandbox();
	const intake = new Intake({
		db,
		dataDir: settings.dataDir,
		sandbox,
		readsScans: settings.readsScans,
		virusScan: settings.clamdSocket ? new VirusScan({ socket: settings.clamdSocket, log }) : undefined,
		log: log.child({ part: 'intake' }),
	});
	const carrier = new LogCarrier({ db, log });
	const requests = pageRequests();
	const secureCookies = !settings.demo;
	const readyPages = new ReadyPages({ routes: await pageRoutes(), db, secureCookies, pageRequests: requests });
	const newParticipants = new NewParticipants(db, log);
	const { dataDir, behindProxy } = settings;
	const uploads = new Uploads({
		...{ db, dataDir, secureCookies, behindProxy, intake, pageRequests: requests },
		isOwnOrigin: (...claimed) => isOwnOrigin(settings, ...claimed),
		meetings: live.meetings,
		log: log.child({ part: 'uploads' }),
	});
	provideServices({
		db,
		dataDir,
		demo: settings.demo,
		secureCookies,
		offlineLease: settings.offlineLease,
		pageRequests: requests,
		readyPages,
		log: log.child({ part: 'pages' }),
		work,
		listNewParticipants: () => newParticipants.list(),
		meetings: live.meetings,
		ops: live.ops,
		nodes: live.nodes,
		receipts: live.receipts,
		uploads,
		packs: new Binder({
			sandbox,
			draw: (pack) => work.run('drawSheets', pack),
			drawCopy: (copy) => work.run('drawCopy', copy),
			dataDir,
			log: log.child({ part: 'packs' }),
		}),
	});
	// Before the doors open: whoever comes first must be able to sign in.
	const demoAccounts = settings.demo ? (await seedDemo(db, settings.dataDir, Date.now())).accounts : [];
	await Promise.all([emptyIncoming(dataDir), emptyPacks(dataDir)]);
	const upkeep = new Upkeep({
		db,
		log,
		linkHistoryDays: settings.linkHistoryDays,
		hourly: (now) => uploads.endHolds(now),
		daily: (now) => uploads.sweep(now),
	});
	const { metricsToken: token } = settings;
	const { overview } = live;
	const door = new Door({
		entries: [...live.sockets, uploads],
		pages: withMetrics(await loadPages(settings, readyPages), { metrics, overview, token, log }),
		isOwnHost: (host) => !settings.demo || isThisMachine(host),
		log: log.child({ part: 'door' }),
	});
	door.open(server);
	await listen(server, settings);
	const { port } = server.address() as AddressInfo;
	const url = settings.demo ? `http://127.0.0.1:${port}` : settings.origin;
	log.info({ url }, 'ready');
	const opened = Promise.all([intake.catchUp(), uploads.catchUp()]);

	let closing: Promise<void> | undefined;
	const close = async () => {
		upkeep.close();
		const closed = intake.close();
		await uploads.close();
		await closed;
		await opened;
		newParticipants.close();
		await live.close();
		await closeServer(server);
		await node?.close();
		await carrier.close();
		await work.close();
		db.close();
		release();
	};
	return { log, db, demoAccounts, url, survives: (error) => door.survives(error), close: () => (closing ??= close()) };
}

/** The media node's settings; in the demo media has an address that every browser takes. */
function mediaEnvironment({ demo }: Settings, log: Logger): Readonly<Record<string, string | undefined>> {
	if (!demo || process.env['MEDIA_LISTEN_IP'] !== undefined) return process.env;
	const addresses = demoMediaAddresses();
	if (addresses.length === 1)
		log.warn({ addresses }, 'this machine has no address but loopback: Firefox gets neither picture nor sound here');
	return { ...process.env, MEDIA_LISTEN_IP: addresses.join(',') };
}

function listen(server: Server, { port, host }: Settings): Promise<void> {
	return new Promise((resolve, reject) => {
		server.once('error', (error: NodeJS.ErrnoException) => {
			if (error.code === 'EADDRINUSE')
				reject(new SettingsError([`PORT: ${port} on ${host} is taken by another program`]));
			else if (error.code === 'EACCES') reject(new SettingsError([`PORT: ${port} may not be opened by this user`]));
			else if (error.code === 'EADDRNOTAVAIL')
				reject(new SettingsError([`HOST: ${host} is no address of this machine`]));
			else reject(error);
		});
		server.listen(port, host, resolve);
	});
}

/** What is under way may end; who holds on to a connection does not hold up the stop. */
async function closeServer(server: ReturnType<typeof createHttpServer>): Promise<void> {
	const closed = new Promise((resolve) => server.close(resolve));
	const impatience = setTimeout(() => server.closeAllConnections(), 3_000);
	await closed;
	clearTimeout(impatience);
}

/** A foreign name that resolves to 127.0.0.1 must not reach the demo (DNS rebinding). */
const isThisMachine = (host: string | undefined) => /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host ?? '');

/** A page of another site must not ride on a person's cookie. */
function isOwnOrigin(settings: Settings, origin: string | undefined, host: string | undefined): boolean {
	// Programs that are no browser send none; they have no cookie to ride on either.
	if (origin === undefined) return true;
	return settings.demo ? URL.canParse(origin) && new URL(origin).host === host : origin === settings.origin;
}
