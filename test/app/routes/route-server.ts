import { pageRequests } from '#live/page-requests.ts';
import { provideServices } from '#live/services.ts';
import { startLiveServer, type LiveServer } from '#test/support/live-server.ts';
import { sameThread } from '#test/support/same-thread.ts';
import path from 'node:path';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { Binder } from '../../../app/intake/binder.ts';
import { Sandbox } from '../../../app/intake/sandbox.ts';
import { temporaryFolder } from '../../db/temporary-database.ts';

/** A live server, with its services given to the routes that a test asks; closed when the test is over. */
export async function startRouteServer(): Promise<LiveServer & { readonly dataDir: string }> {
	const dataDir = temporaryFolder();
	const server = await startLiveServer(path.join(dataDir, 'db.sqlite'));
	onTestFinished(() => server.close());
	const { db, live } = server;
	const sandbox = new Sandbox();
	onTestFinished(() => sandbox.close());
	const [work, log] = [sameThread(db), pino({ level: 'silent' })];
	provideServices({
		db,
		dataDir,
		demo: false,
		secureCookies: false,
		offlineLease: 72 * 3_600_000,
		pageRequests: pageRequests(),
		readyPages: { keep: async () => {} },
		listNewParticipants: async () => {},
		log,
		work,
		meetings: live.meetings,
		ops: live.ops,
		nodes: live.nodes,
		receipts: live.receipts,
		uploads: { release: () => {}, takeIn: async () => ({}) },
		packs: new Binder({
			sandbox,
			draw: (pack) => work.run('drawSheets', pack),
			drawCopy: (copy) => work.run('drawCopy', copy),
			dataDir,
			log,
		}),
	});
	return { ...server, dataDir };
}
