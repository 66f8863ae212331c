import type { MarkReader } from '#contract/shared-marks.ts';
import { mostChosen, type SharedMark } from '#meeting/shared-marks.ts';
import { listDocuments } from '#db/documents/documents.ts';
import { setAccess } from '#db/documents/paper-access.ts';
import { listSharedMarks, mostSharedBytes, shareMark } from '#db/documents/shared-marks.ts';
import { setStatus } from '#db/meetings/status.ts';
import { insertMembership } from '#db/org/people.ts';
import { isHttpError } from '@sveltejs/kit';
import { beforeEach, expect, test } from 'vitest';
import { DELETE, GET, PUT } from '../../../app/src/routes/papers/[versionId]/shared/+server.ts';
import { GET as PEOPLE } from '../../../app/src/routes/papers/[versionId]/shared/people/+server.ts';
import { prepareWalk, type Walker } from '../rights/walk.ts';
import { startRouteServer } from './route-server.ts';

let server: Awaited<ReturnType<typeof startRouteServer>>;
let walk: Awaited<ReturnType<typeof prepareWalk>>;

beforeEach(async () => {
	server = await startRouteServer();
	walk = await prepareWalk(server.db, server.dataDir);
});

const walkerOf = (name: string): Walker => {
	const walker = walk.walkers.find((each) => each.name === name);
	if (!walker) throw new Error(`nobody is ${name}`);
	return walker;
};

async function ask(
	route: (event: never) => Response | Promise<Response>,
	{ session }: Walker,
	{ query = '', body }: { query?: string; body?: unknown } = {},
): Promise<{ status: number; body: unknown }> {
	const url = new URL(`https://here/${query}`);
	const init = body === undefined ? {} : { method: 'PUT', body: JSON.stringify(body) };
	const event = { locals: { session }, params: { versionId: walk.versionId }, url, request: new Request(url, init) };
	try {
		const answer = await route(event as never);
		return { status: answer.status, body: answer.status === 200 ? await answer.json() : null };
	} catch (thrown) {
		if (!isHttpError(thrown)) throw thrown;
		return { status: thrown.status, body: thrown.body.message };
	}
}

const markOf = (text: string, layer: SharedMark['layer'] = 'meeting') => ({
	id: crypto.randomUUID(),
	page: 2,
	layer,
	content: { kind: 'note', x: 10, y: 20, text },
});
const share = (name: string, body: unknown) => ask(PUT, walkerOf(name), { body });
const takeOff = (name: string, id: string) => ask(DELETE, walkerOf(name), { query: `?id=${id}` });
const seenBy = async (name: string) => {
	const { status, body } = await ask(GET, walkerOf(name));
	return status === 200
		? (body as SharedMark[]).map(({ content }) => (content as { text: string }).text).sort()
		: status;
};
const others = ['stranger', 'guest', 'administer', 'convene', 'keep-accounts', 'operate'];

test('a mark is shown to those in the meeting who may read the paper, one for the secretariat to them alone', async () => {
	expect((await share('delegate', markOf('cho cả họp'))).status).toBe(204);
	expect((await share('delegate', markOf('cho thư ký', 'secretariat'))).status).toBe(204);
	for (const name of ['chair', 'secretary', 'delegate'])
		expect(await seenBy(name), name).toEqual(['cho cả họp', 'cho thư ký']);
	expect(await seenBy('operator')).toEqual(['cho cả họp']);
	expect(await seenBy('room')).toEqual(['cho cả họp']);
	const [{ authorId, authorName }] = (await ask(GET, walkerOf('chair'))).body as [SharedMark];
	expect({ authorId, authorName }).toEqual({
		authorId: walkerOf('delegate').session?.participantId,
		authorName: 'delegate',
	});
	// They read the paper, and take no part in the meeting.
	for (const name of ['author', 'keep-papers']) expect(await seenBy(name), name).toEqual([]);
	for (const name of others) expect([403, 404], name).toContain(await seenBy(name));
	setAccess(server.db, listDocuments(server.db, walk.meetingId)[0]?.id ?? '', {
		everyone: 'read',
		until: 1,
		readers: [],
	});
	expect(await seenBy('delegate')).toBe(410);
	expect(await seenBy('secretary')).toHaveLength(2);
});

test('who takes part shares, once; its author, the chair and the secretary take it off, nobody else, and it does not come back', async () => {
	const mark = markOf('sửa điểm 3');
	for (const name of [...others, 'author', 'keep-papers', 'room'])
		expect([403, 404], name).toContain((await share(name, mark)).status);
	await share('delegate', mark);
	expect((await share('delegate', mark)).status).toBe(204);
	expect((await share('operator', mark)).status).toBe(404);
	expect(await seenBy('operator')).toEqual(['sửa điểm 3']);
	for (const name of [...others, 'author', 'keep-papers', 'room', 'operator'])
		expect([403, 404], name).toContain((await takeOff(name, mark.id)).status);
	expect((await takeOff('secretary', mark.id)).status).toBe(204);
	expect((await takeOff('delegate', mark.id)).status).toBe(404);
	expect((await share('delegate', mark)).status).toBe(204);
	expect(await seenBy('chair')).toEqual([]);
	const row = server.db.sqlite.prepare('SELECT content, taken_by FROM shared_marks').get();
	expect(row).toEqual({ content: null, taken_by: walkerOf('secretary').session?.participantId });
	// Back comes what its author has withdrawn, for who has withdrawn it alone.
	const again = { again: true } as const;
	expect((await share('delegate', { ...mark, ...again })).status).toBe(403);
	const withdrawn = markOf('rút lại');
	await share('delegate', withdrawn);
	const [first] = listSharedMarks(server.db, walk.versionId);
	await takeOff('delegate', withdrawn.id);
	expect((await share('delegate', withdrawn)).status).toBe(204);
	expect(await seenBy('chair')).toEqual([]);
	for (const name of [...others, 'author', 'keep-papers', 'room', 'operator', 'chair', 'secretary'])
		expect([403, 404], name).toContain((await share(name, { ...withdrawn, ...again })).status);
	for (const layer of ['secretariat', 'meeting'] as const)
		expect((await share('delegate', { ...withdrawn, ...again, layer, page: 3 })).status).toBe(204);
	expect(listSharedMarks(server.db, walk.versionId)).toEqual([first]);
	await takeOff('delegate', withdrawn.id);
	const hidden = markOf('kín', 'secretariat');
	await share('delegate', hidden);
	expect((await takeOff('operator', hidden.id)).status).toBe(404);
	expect((await takeOff('delegate', hidden.id)).status).toBe(204);
});

const idOf = (name: string) => walkerOf(name).session?.participantId ?? '';
const everybody = ['chair', 'secretary', 'delegate', 'operator', 'author', 'keep-papers', 'room', ...others];
/** Who of all is shown anything on the paper. */
async function seeing(): Promise<string[]> {
	const seen = await Promise.all(everybody.map(async (name) => [name, await seenBy(name)] as const));
	return seen.flatMap(([name, marks]) => (Array.isArray(marks) && marks.length > 0 ? [name] : []));
}

/** All of them, and the room, are of one unit. */
function joinUnit(...names: readonly string[]): void {
	const { id } = server.db.sqlite
		.prepare(`SELECT unit_id AS id FROM site_periods WHERE site_id = ?`)
		.get(idOf('room')) as {
		id: string;
	};
	for (const name of names)
		insertMembership(server.db, { personId: idOf(name), unitId: id, title: '', validFrom: '2020-01-01' });
}

test('a mark for the own unit is shown to its people in the meeting, as they are by now, and to nobody else', async () => {
	joinUnit('delegate', 'operator', 'guest', 'stranger', 'author');
	const mark = markOf('trong đơn vị', 'unit');
	const [chair, operator] = await Promise.all(
		['chair', 'operator'].map((name) => server.enter(walkerOf(name).cookie, { meetingId: walk.meetingId })),
	);
	const told = operator?.next('shared-marks');
	expect((await share('delegate', mark)).status).toBe(204);
	expect(await told).toMatchObject([mark]);
	expect(chair?.told.has('shared-marks')).toBe(false);
	expect(await seeing()).toEqual(['delegate', 'operator']);
	for (const name of [...everybody, 'guest'].filter((each) => !['delegate', 'operator'].includes(each)))
		expect([403, 404], name).toContain((await takeOff(name, mark.id)).status);
	expect((await takeOff('operator', mark.id)).status).toBe(403);
	server.db.sqlite.prepare(`DELETE FROM memberships WHERE person_id = ?`).run(idOf('operator'));
	expect(await seeing()).toEqual(['delegate']);
	joinUnit('secretary');
	expect(await seeing()).toEqual(['secretary', 'delegate']);
	// Of no unit, one is alone with it.
	await share('operator', markOf('một mình', 'unit'));
	expect(await seenBy('operator')).toEqual(['một mình']);
	expect(await seenBy('chair')).toEqual([]);
});

test('a mark for chosen people is shown to those of them who take part and may read the paper, and to nobody else', async () => {
	const readers = ['operator', 'guest', 'stranger', 'author', 'room'].map(idOf);
	const mark = { ...markOf('cho người được chọn', 'chosen'), readers };
	const [chair, operator, guest] = await Promise.all(
		['chair', 'operator', 'guest'].map((name) => server.enter(walkerOf(name).cookie, { meetingId: walk.meetingId })),
	);
	const told = operator?.next('shared-marks');
	expect((await share('delegate', mark)).status).toBe(204);
	expect(await told).toMatchObject([mark]);
	for (const device of [chair, guest]) expect(device?.told.has('shared-marks')).toBe(false);
	expect(await seeing()).toEqual(['delegate', 'operator']);
	for (const name of ['chair', 'secretary', 'guest'])
		expect([403, 404], name).toContain((await takeOff(name, mark.id)).status);
	expect((await takeOff('operator', mark.id)).status).toBe(403);
	// It comes back for the same people, whoever is named with it then.
	await takeOff('delegate', mark.id);
	expect(await seeing()).toEqual([]);
	await share('delegate', { ...mark, readers: [idOf('chair')], again: true });
	expect(await seeing()).toEqual(['delegate', 'operator']);
	setAccess(server.db, listDocuments(server.db, walk.meetingId)[0]?.id ?? '', {
		everyone: 'none',
		until: null,
		readers: [],
	});
	for (const name of ['delegate', 'operator']) expect(await seenBy(name)).toBe(404);
	const refused = async (body: unknown) => (await share('chair', body)).body;
	const some = (count: number) => Array.from({ length: count }, () => crypto.randomUUID());
	expect(await refused(markOf('a', 'chosen'))).toBe('malformed');
	expect(await refused({ ...markOf('a', 'chosen'), readers: [] })).toBe('malformed');
	expect(await refused({ ...markOf('a', 'chosen'), readers: some(mostChosen + 1) })).toBe('malformed');
	expect(await refused({ ...markOf('a', 'unit'), readers: some(1) })).toBe('malformed');
	expect((await share('chair', { ...markOf('a', 'chosen'), readers: some(mostChosen) })).status).toBe(204);
});

test('whom one may choose is told to those who take part: the others in the meeting, and who is of the own unit', async () => {
	joinUnit('delegate', 'operator');
	const { body } = await ask(PEOPLE, walkerOf('delegate'));
	expect((body as MarkReader[]).map(({ name, isColleague }) => [name, isColleague]).sort()).toEqual([
		['chair', false],
		['guest', false],
		['operator', true],
		['secretary', false],
	]);
	for (const name of ['author', 'keep-papers'])
		expect(await ask(PEOPLE, walkerOf(name))).toEqual({ status: 200, body: [] });
	for (const name of [...others, 'room'])
		expect([403, 404], name).toContain((await ask(PEOPLE, walkerOf(name))).status);
});

test('who is in the meeting hears of it as it comes and goes, if it is for their eyes', async () => {
	const enter = (name: string) => server.enter(walkerOf(name).cookie, { meetingId: walk.meetingId });
	const [chair, operator, guest, room] = [
		await enter('chair'),
		await enter('operator'),
		await enter('guest'),
		await enter('room'),
	];
	const kept = markOf('cho thư ký', 'secretariat');
	const first = chair.next('shared-marks');
	await share('delegate', kept);
	const { session } = walkerOf('delegate');
	expect(await first).toMatchObject([
		{ ...kept, authorId: session?.participantId, authorName: 'delegate', versionId: walk.versionId },
	]);
	const open = markOf('cho cả họp');
	expect(room.told.has('shared-marks')).toBe(false);
	const told = operator.next('shared-marks');
	const seen = room.next('shared-marks');
	await share('delegate', open);
	expect(await told).toMatchObject([open]);
	expect(await seen).toMatchObject([open]);
	const withdrawn = operator.next('shared-marks');
	await takeOff('delegate', open.id);
	expect(await withdrawn).toMatchObject([{ id: open.id, content: null }]);
	const back = operator.next('shared-marks');
	await share('delegate', { ...open, again: true });
	expect(await back).toMatchObject([open]);
	const gone = operator.next('shared-marks');
	await takeOff('chair', open.id);
	expect(await gone).toMatchObject([{ id: open.id, content: null }]);
	expect(guest.told.has('shared-marks')).toBe(false);
});

test('what can be shared has an end, and none is shared once the meeting is over', async () => {
	const refused = async (body: unknown) => (await share('delegate', body)).body;
	const text = 'x'.repeat(4_001);
	expect(await refused({ ...markOf('a'), content: { kind: 'note', x: 1, y: 1, text } })).toBe('malformed');
	expect(await refused({ ...markOf('a'), content: { kind: 'script' } })).toBe('malformed');
	expect(await refused({ ...markOf('a'), page: 0 })).toBe('malformed');
	const points = Array.from({ length: 7_500 }, (_, at) => at + 0.123_456_789);
	const ink = { kind: 'ink', tool: 'pen', colour: 'red', width: 2, points };
	expect(await refused({ ...markOf('a'), content: ink })).toBe('malformed');
	const authorId = walkerOf('chair').session?.participantId ?? '';
	const large = {
		...markOf('a'),
		versionId: walk.versionId,
		authorId,
		authorName: 'chair',
		sharedAt: 1,
		content: 'x'.repeat(mostSharedBytes - 9),
	};
	shareMark(server.db, large);
	expect(await refused(markOf('a'))).toBe('marks-too-many');
	expect(listSharedMarks(server.db, walk.versionId)).toHaveLength(1);
	await takeOff('chair', large.id);
	setStatus(server.db, walk.meetingId, 'rehearsal', 1);
	for (const status of ['live', 'ended'] as const) setStatus(server.db, walk.meetingId, status, 1);
	expect(await refused(markOf('a'))).toBe('meeting-over');
});
