import { sessionCookie } from '#contract/session-cookie.ts';
import { giveGrant } from '#db/auth/grants.ts';
import { openSession } from '#db/auth/sessions.ts';
import { openDatabase, type Database } from '#db/client.ts';
import { databaseFile } from '#db/data-dir.ts';
import { createMeeting } from '#db/meetings/meetings.ts';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { acknowledgements, besideHostile, enterAll } from './control/acknowledgements.ts';
import { measureBareAnswer } from './control/bare-answer.ts';
import { layYear } from './control/cached-year.ts';
import { ControlProcess } from './control/control-process.ts';
import { measureKind, type Figures, type Kind } from './control/requests.ts';
import { castOf, loginOf, size } from './control/year.ts';

/** How long the meeting of 20 is measured, with a hostile account and without, s. */
const seconds = 20;

const targets = { block: 10, page: 3, search: 5, start: 3_000, acknowledgement: 50 } as const;

interface Row {
	readonly what: string;
	readonly target_ms: number;
	readonly measured_ms: number;
	readonly passed: boolean;
}

/**
 * The control process with a year of a province behind it: what people ask for all day, one request at a time, and a meeting of
 * 20 beside one account that does all the harm it can.
 */
export async function benchControl(say: (line: string) => void) {
	const dataDir = mkdtempSync(path.join(tmpdir(), 'nhip-cau-control-'));
	try {
		await layYear(dataDir, say);
		const scene = setScene(dataDir);
		const server = await ControlProcess.start(dataDir);
		try {
			say(`started in ${Math.round(server.startedInMs)} ms`);
			const bare_answer_ms = await measureBareAnswer();
			say(`a bare server's answer p50 ${bare_answer_ms.p50}, p95 ${bare_answer_ms.p95} ms`);
			const kinds: Figures[] = [];
			for (const kind of kindsOf(scene)) {
				const figures = await measureKind(server, kind);
				const { answer_ms: answer, block_ms: block, block_cpu_ms: cpu } = figures;
				say(
					`${kind.name.padEnd(32)} answer p50 ${answer.p50}, p95 ${answer.p95} ms; block p50 ${block.p50}, of it CPU ${cpu}, longest ${block.max} ms`,
				);
				kinds.push(figures);
			}
			const { version: pages } = JSON.parse(readFileSync('build/client/_app/version.json', 'utf8')) as {
				version: string;
			};
			const hall = { url: server.url, meetingId: scene.liveMeetingId, pages, cookies: scene.insiders };
			const sockets = await enterAll(hall);
			say(`a meeting of ${sockets.length}, ${seconds} s alone, ${seconds} s beside a hostile account`);
			const alone = await acknowledgements(sockets, seconds);
			const paths = [
				...new Set(
					kindsOf(scene, scene.hostile).flatMap(({ asked }) =>
						asked.flatMap(({ where, data = where }) => [where, data]),
					),
				),
			];
			const harmed = await besideHostile(hall, { cookie: scene.hostile, paths }, () =>
				acknowledgements(sockets, seconds),
			);
			for (const socket of sockets) socket.disconnect();
			const rows = judge(server.startedInMs, kinds, harmed.result.p95);
			for (const { what, target_ms, measured_ms, passed } of rows)
				say(`${passed ? 'pass' : 'FAIL'}  ${what.padEnd(60)} ≤ ${target_ms} ms: ${measured_ms} ms`);
			return {
				rows,
				bare_answer_ms,
				kinds,
				acknowledgement_ms: { alone, beside_hostile: harmed.result },
				hostile: harmed.hostile,
			};
		} finally {
			await server.close();
		}
	} finally {
		rmSync(dataDir, { recursive: true, force: true });
	}
}

function judge(startedInMs: number, kinds: readonly Figures[], p95: number): Row[] {
	const row = (what: string, target_ms: number, ms: number): Row => {
		const measured_ms = Math.round(ms * 10) / 10;
		return { what, target_ms, measured_ms, passed: measured_ms <= target_ms };
	};
	const worst = (of: (kind: Figures) => number, begins = '') =>
		kinds.filter(({ name }) => name.startsWith(begins)).toSorted((a, b) => of(b) - of(a))[0];
	const answer = ({ answer_ms }: Figures) => answer_ms.p50;
	const block = ({ block_ms }: Figures) => block_ms.p50;
	const [blocking, page, search] = [worst(block), worst(answer, 'page: '), worst(answer, 'people search')];
	if (!blocking || !page || !search) throw new Error('nothing was measured');
	return [
		row(`longest block of the loop (${blocking.name})`, targets.block, block(blocking)),
		row(`slowest page (${page.name})`, targets.page, answer(page)),
		row('people search', targets.search, answer(search)),
		row('start of the process until it answers', targets.start, startedInMs),
		row('acknowledgement p95 beside a hostile account', targets.acknowledgement, p95),
	];
}

interface Scene {
	readonly administrator: string;
	readonly secretary: string;
	readonly delegate: string;
	readonly hostile: string;
	/** some of the secretary's meetings with their papers, over since long */
	readonly meetings: readonly { readonly id: string; readonly versionId: string }[];
	readonly delegateMeetings: readonly string[];
	readonly liveMeetingId: string;
	readonly insiders: readonly string[];
}

/** Sessions of those who ask, and a meeting of 20 that begins now. */
function setScene(dataDir: string): Scene {
	const db = openDatabase(databaseFile(dataDir));
	try {
		const now = Date.now();
		const personOf = (index: number) =>
			db.sqlite
				.prepare<[string], string>('SELECT person_id FROM accounts WHERE login = ?')
				.pluck()
				.get(loginOf(index)) ?? '';
		const signIn = (index: number) => `${sessionCookie(true)}=${sessionOf(db, loginOf(index), now)}`;
		const [first] = [castOf(0)];
		const secretary = first.find(({ roles }) => roles.includes('secretary'))?.id ?? 0;
		const delegate = first.find(({ roles }) => roles.includes('delegate'))?.id ?? 0;
		// The next secretary: invited to hundreds of other meetings, and not to the one that is on.
		const hostile = secretary + 1;
		const grant = (index: number, kind: 'administer' | 'convene') => {
			const held = {
				personId: personOf(index),
				kind,
				unitId: null,
				bodyId: null,
				validFrom: '2025-07-01',
				validTo: null,
			};
			giveGrant(db, { ...held, reason: 'of the bench' }, { accountId: null, now });
		};
		// Nobody of the year's cast: an office's administrator.
		grant(size.people - 1, 'administer');
		grant(secretary, 'convene');
		grant(hostile, 'convene');
		const meetings = meetingsOf(db, personOf(secretary), 12);
		const delegateMeetings = meetingsOf(db, personOf(delegate), 12).map(({ id }) => id);
		const inside = castOf(0);
		const liveMeetingId = createMeeting(
			db,
			{
				title: 'Phiên họp được đo',
				startsAt: now,
				plannedMinutes: 60,
				participants: inside.map(({ id, roles }) => ({ id: personOf(id), roles })),
				createdBy: personOf(secretary),
				status: 'invited',
			},
			now,
		);
		return {
			administrator: signIn(size.people - 1),
			secretary: signIn(secretary),
			delegate: signIn(delegate),
			hostile: signIn(hostile),
			meetings,
			delegateMeetings,
			liveMeetingId,
			insiders: inside.map(({ id }) => signIn(id)),
		};
	} finally {
		db.close();
	}
}

const meetingsOf = (db: Database, personId: string, count: number) =>
	db.sqlite
		.prepare<[string, number], { id: string; versionId: string }>(
			`SELECT meeting_id AS id, (SELECT document_versions.id FROM documents JOIN document_versions ON document_id = documents.id
			 WHERE documents.meeting_id = meeting_participants.meeting_id LIMIT 1) AS versionId
			 FROM meeting_participants WHERE participant_id = ? ORDER BY meeting_id LIMIT ?`,
		)
		.all(personId, count);

function sessionOf(db: Database, login: string, now: number): string {
	const account = db.sqlite.prepare<[string], string>('SELECT id FROM accounts WHERE login = ?').pluck().get(login);
	return openSession(db, { accountId: account ?? '', isTerminal: false, ip: null, userAgent: null, now }).token;
}

const searched = ['Nguyễn', 'tran', 'dang', 'Đặng Thị', 'hang', 'chuyen vien', 'ly', 'zzz'];
const rangeBytes = 256 * 1024;

/** As those who may ask; or all by one account. */
function kindsOf(scene: Scene, all?: string): Kind[] {
	const [secretary, delegate, administrator] = [scene.secretary, scene.delegate, scene.administrator].map(
		(cookie) => all ?? cookie,
	);
	const by = (cookie: string | undefined, ...wheres: string[]) =>
		wheres.map((where) => ({ where, cookie: cookie ?? '' }));
	/** A page as a browser opens it: what is the same for everybody, and its data (test/bench/control/requests.ts). */
	const viewed = (cookie: string | undefined, ...wheres: string[]) =>
		by(cookie, ...wheres).map((one) => {
			const { pathname, search } = new URL(one.where, 'http://host');
			return { ...one, data: `${pathname.replace(/\/$/, '')}/__data.json${search}` };
		});
	const ofEach = (path: (id: string) => string) => scene.meetings.map(({ id }) => path(id));
	const ranges = scene.meetings.flatMap(({ versionId }, index) =>
		by(secretary, `/papers/${versionId}`).map((one) => ({
			...one,
			status: 206,
			headers: { range: `bytes=${index * rangeBytes}-${(index + 1) * rangeBytes - 1}` },
		})),
	);
	return [
		{ name: 'page: own meetings, a delegate', asked: viewed(delegate, '/') },
		{ name: 'page: own meetings, a secretary', asked: viewed(secretary, '/') },
		{ name: 'page: a meeting', asked: viewed(secretary, ...ofEach((id) => `/meetings/${id}`)) },
		{
			name: 'page: a meeting, a delegate',
			asked: viewed(delegate, ...scene.delegateMeetings.map((id) => `/meetings/${id}`)),
		},
		{ name: 'page: a meeting that is on', asked: by(secretary, `/meetings/${scene.liveMeetingId}/live`) },
		{ name: 'page: new meeting', asked: viewed(secretary, '/meetings/new') },
		{
			name: 'people search',
			asked: by(secretary, ...searched.map((text) => `/org/people?q=${encodeURIComponent(text)}`)),
		},
		{ name: 'directory', asked: viewed(administrator, '/admin/people', '/admin/people?page=150') },
		{
			name: 'directory, searched',
			asked: viewed(administrator, ...searched.map((text) => `/admin/people?q=${encodeURIComponent(text)}`)),
		},
		{ name: 'units', asked: viewed(administrator, '/admin/org') },
		{ name: 'sites', asked: viewed(administrator, '/admin/sites') },
		{ name: 'a range of 256 KiB of a paper', asked: ranges },
		{ name: 'minutes, whole', asked: by(secretary, ...ofEach((id) => `/meetings/${id}/minutes`)) },
		{
			name: 'minutes, by a delegate',
			asked: by(delegate, ...scene.delegateMeetings.map((id) => `/meetings/${id}/minutes`)),
		},
		{ name: 'operations', asked: viewed(administrator, '/ops/meetings') },
		{ name: 'operations, a past meeting', asked: viewed(administrator, ...ofEach((id) => `/ops/meetings/${id}`)) },
	];
}
