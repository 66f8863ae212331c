import { openAsItIs, type Database } from '#db/client.ts';
import { databaseFile } from '#db/data-dir.ts';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { acknowledgements, besideHostile } from './control/acknowledgements.ts';
import { measureBareAnswer } from './control/bare-answer.ts';
import { layYear } from './control/cached-year.ts';
import { ControlProcess } from './control/control-process.ts';
import { kindsOf, readsOf } from './control/kinds.ts';
import { measureLives, type DeedFigures } from './control/life.ts';
import { measureKind, type Asked, type Blocks, type Figures } from './control/requests.ts';
import { setScene } from './control/scene.ts';
import { enterAll, give } from './control/sockets.ts';

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
 * The control process with a year of a province behind it: what people ask for all day, one request at a time, a meeting of 624
 * from its doors to its minutes, and a meeting of 20 beside one account that does all the harm it can.
 *
 * @param part a pattern: those kinds and deeds alone whose names have it, judged by nobody
 */
export async function benchControl(say: (line: string) => void, { part }: { readonly part?: string | undefined }) {
	const isAsked = ({ name }: { readonly name: string }) => part === undefined || new RegExp(part).test(name);
	const dataDir = mkdtempSync(path.join(tmpdir(), 'nhip-cau-control-'));
	try {
		await layYear(dataDir, say);
		const scene = await setScene(dataDir);
		const server = await ControlProcess.start(dataDir);
		const db = openAsItIs(databaseFile(dataDir), { readonly: true });
		try {
			say(`started in ${Math.round(server.startedInMs)} ms`);
			await allListed(db);
			const bare_answer_ms = await measureBareAnswer();
			say(`a bare server's answer p50 ${bare_answer_ms.p50}, p95 ${bare_answer_ms.p95} ms`);
			const { version: pages } = JSON.parse(readFileSync('build/client/_app/version.json', 'utf8')) as {
				version: string;
			};
			const version = db.sqlite.prepare<[string], number>('SELECT version FROM meetings WHERE id = ?').pluck();
			const kinds: Figures[] = [];
			for (const kind of kindsOf(scene, (id) => version.get(id) ?? 0).filter(isAsked)) {
				const figures = await measureKind(server, kind);
				say(`${sayBlocks(figures)}; answer p50 ${figures.answer_ms.p50}, p95 ${figures.answer_ms.p95} ms`);
				kinds.push(figures);
			}
			const deeds = await measureLives(server, scene, pages, isAsked);
			for (const deed of deeds) say(sayBlocks(deed));
			if (part !== undefined) return { started_in_ms: server.startedInMs, bare_answer_ms, kinds, deeds };
			const hall = { url: server.url, meetingId: scene.liveMeetingId, pages };
			const sockets = await enterAll(hall, scene.insiders);
			await give(sockets[0], 'start-meeting');
			say(`a meeting of ${sockets.length}, ${seconds} s alone, ${seconds} s beside a hostile account`);
			const alone = await acknowledgements(sockets, seconds);
			const asked = readsOf(scene, scene.hostile).flatMap((kind) => kind.asked) as Asked[];
			const paths = [...new Set(asked.flatMap(({ where, data = where }) => [where, data]))];
			const harmed = await besideHostile(hall, { cookie: scene.hostile, paths }, () =>
				acknowledgements(sockets, seconds),
			);
			for (const socket of sockets) socket.disconnect();
			const rows = judge(server.startedInMs, kinds, deeds, harmed.result.p95);
			for (const { what, target_ms, measured_ms, passed } of rows)
				say(`${passed ? 'pass' : 'FAIL'}  ${what.padEnd(60)} ≤ ${target_ms} ms: ${measured_ms} ms`);
			return {
				rows,
				bare_answer_ms,
				kinds,
				deeds,
				acknowledgement_ms: { alone, beside_hostile: harmed.result },
				hostile: harmed.hostile,
			};
		} finally {
			db.close();
			await server.close();
		}
	} finally {
		rmSync(dataDir, { recursive: true, force: true });
	}
}

/** Whom the scene has just invited; a server of the same province has listed them long before. */
async function allListed({ sqlite }: Database): Promise<void> {
	const isNew = sqlite.prepare('SELECT 1 FROM meeting_participants WHERE is_listed = 0 LIMIT 1');
	while (isNew.get()) await pause(100);
}

const sayBlocks = ({ name, block_ms: block, block_cpu_ms: cpu }: Blocks & { readonly name: string }) =>
	`${name.padEnd(46)} block p50 ${block.p50}, longest ${block.max}; CPU p50 ${cpu.p50}, longest ${cpu.max} ms`;

/**
 * The longest block is judged twice: by the clock in the median of a kind's tries, as the longest of them is the shared machine's or
 * the disk's; and by what the loop's thread itself was at work, in the longest of all tries.
 */
function judge(startedInMs: number, kinds: readonly Figures[], deeds: readonly DeedFigures[], p95: number): Row[] {
	const row = (what: string, target_ms: number, ms: number): Row => {
		const measured_ms = Math.round(ms * 10) / 10;
		return { what, target_ms, measured_ms, passed: measured_ms <= target_ms };
	};
	const worst = <Of>(of: readonly Of[], by: (each: Of) => number) => {
		const [first] = of.toSorted((a, b) => by(b) - by(a));
		if (!first) throw new Error('nothing was measured');
		return first;
	};
	const named = (begins: string) => kinds.filter(({ name }) => name.startsWith(begins));
	const answer = ({ answer_ms }: Figures) => answer_ms.p50;
	const [byClock, byThread] = [({ block_ms }: Blocks) => block_ms.p50, ({ block_cpu_ms }: Blocks) => block_cpu_ms.max];
	const all = [...kinds, ...deeds];
	const [page, largePage] = [worst(named('page: '), answer), worst(named('page of 624: '), answer)];
	return [
		row(`longest block by the clock (${worst(all, byClock).name})`, targets.block, byClock(worst(all, byClock))),
		row(`longest block by CPU (${worst(all, byThread).name})`, targets.block, byThread(worst(all, byThread))),
		row(`slowest page (${page.name})`, targets.page, answer(page)),
		row(`slowest page of a meeting of 624 (${largePage.name})`, targets.page, answer(largePage)),
		row('people search', targets.search, answer(worst(named('people search'), answer))),
		row('start of the process until it answers', targets.start, startedInMs),
		row('acknowledgement p95 beside a hostile account', targets.acknowledgement, p95),
	];
}
