import { DataError } from '#db/data-error.ts';
import { openDatabase } from '#db/client.ts';
import { pageRequests } from '#live/page-requests.ts';
import { provideServices } from '#live/services.ts';
import { isOneOf } from '#meeting/holder.ts';
import { allows, rights, type Right } from '#meeting/rights.ts';
import { meetingBefore } from '#meeting/state.ts';
import { isActionFailure, isHttpError, isRedirect } from '@sveltejs/kit';
import path from 'node:path';
import process from 'node:process';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../../db/temporary-database.ts';
import { everyRoute, type Route } from './each-route.ts';
import { prepareWalk, type Walker } from './walk.ts';

test('every load, action and endpoint says whose right it is', async () => {
	const all = await everyRoute();
	expect(all.length).toBeGreaterThan(50);
	expect(all.filter(({ handler }) => handler.right === undefined || !Object.hasOwn(rights, handler.right))).toEqual([]);
});

/** A paper is read by whom its access lets, whatever the account: its restricted label keeps it from guests. */
const mayRead = ({ showing, name }: Walker) =>
	allows('handle-papers', showing) || name === 'room' || isOneOf(showing, rights['see-restricted']);

/** To whom it may not be told, there is no such paper. */
const ofPapers: ReadonlySet<Right> = new Set(['read-paper', 'mark-paper']);

/** A draft, its door, its papers, and what would be its minutes, are there for who prepares it alone. */
const ofDraft: ReadonlySet<Right> = new Set(['see-meeting', 'enter-meeting', 'read-minutes']);

function expected(walker: Walker, right: Right, isDraft: boolean): boolean {
	const isShown = !isDraft || allows('handle-papers', walker.showing);
	if (ofPapers.has(right)) return isShown && mayRead(walker) && allows(right, walker.showing);
	const isClosed = isDraft && ofDraft.has(right) && !allows('prepare-meeting', walker.showing);
	return allows(right, walker.showing) && !isClosed;
}

test('every route is tried by everybody, and lets through whom the table of rights lets, and nobody else', async () => {
	const dataDir = temporaryFolder();
	const db = openDatabase(path.join(dataDir, 'db.sqlite'));
	onTestFinished(() => db.close());
	const { meetingId, versionId, draftId, draftVersionId, walkers } = await prepareWalk(db, dataDir);
	const dossiers = [
		{ id: meetingId, versionId, isDraft: false },
		{ id: draftId, versionId: draftVersionId, isDraft: true },
	];
	provideServices({
		db,
		dataDir,
		demo: false,
		secureCookies: false,
		offlineLease: 72 * 3_600_000,
		pageRequests: pageRequests(),
		readyPages: { keep: async () => {} },
		listNewParticipants: async () => {},
		log: pino({ level: 'silent' }),
		work: {
			run: <Result>(task: string) =>
				Promise.resolve((task.startsWith('search') ? [] : { grades: [], summary: [] }) as Result),
		},
		meetings: {
			stateOf: () => Promise.resolve(meetingBefore),
			inMemory: () => undefined,
			plansChanged: () => Promise.resolve(),
			tellSharedMark: () => {},
			disconnectSession: () => {},
			disconnectAccount: () => {},
		},
		ops: { meetings: () => [], figures: () => undefined, trace: () => Promise.resolve(null) },
		receipts: { received: () => {}, opened: () => {}, flush: () => {} },
		uploads: { release: () => {}, takeIn: async () => ({}) },
		packs: {
			bind: () => Promise.reject(new DataError('packs-unavailable', '')),
			copy: () => Promise.reject(new DataError('packs-unavailable', '')),
		},
		nodes: { states: () => Promise.resolve(new Map()), changed: () => {}, placeAnew: () => {} },
	});

	/** What a route does to whoever asks; what it changed is taken back. */
	async function isLetThrough(
		{ handler }: Route,
		{ session }: Walker,
		dossier: (typeof dossiers)[number],
	): Promise<boolean> {
		let signedOut = false;
		const url = new URL(`http://127.0.0.1/?meeting=${dossier.id}&q=a`);
		const event = {
			locals: { session, theme: 'system' },
			params: { id: dossier.id, versionId: dossier.versionId, token: 'none' },
			request: new Request(url, { method: 'POST', body: new FormData() }),
			url,
			cookies: { get: () => 'none', set: () => {}, delete: () => (signedOut = true) },
			depends: () => {},
			getClientAddress: () => '10.1.2.3',
		};
		db.sqlite.exec('BEGIN');
		try {
			const answer = await handler(event);
			if (handler.right === 'sign-out') return signedOut;
			if (answer instanceof Response) return answer.status !== 403;
			return !(isActionFailure(answer) && answer.status === 403);
		} catch (thrown) {
			if (handler.right === 'sign-out') return signedOut;
			if (isRedirect(thrown))
				return thrown.location !== '/sign-in' && !(thrown.location === '/' && handler.right === 'use-room-screen');
			if (!isHttpError(thrown)) throw thrown;
			return thrown.status !== 403 && !(thrown.status === 404 && handler.right && ofPapers.has(handler.right));
		} finally {
			db.sqlite.exec('ROLLBACK');
		}
	}

	let tried = 0;
	const wrong: string[] = [];
	for (const route of await everyRoute())
		for (const walker of walkers)
			for (const dossier of dossiers) {
				const right = route.handler.right ?? 'administer';
				const letThrough = await isLetThrough(route, walker, dossier);
				tried += 1;
				if (letThrough === expected(walker, right, dossier.isDraft)) continue;
				const who = `${walker.name}${dossier.isDraft ? ', of a draft,' : ''}`;
				wrong.push(`${route.name} (${right}): ${who} ${letThrough ? 'is let through' : 'is refused'}`);
			}
	process.stdout.write(`routes tried: ${tried}, let through or refused wrongly: ${wrong.length}\n`);
	expect(wrong).toEqual([]);
});
