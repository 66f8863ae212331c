import type { Shown } from '#contract/shown.ts';
import { addDocument } from '#db/documents/documents.ts';
import { setAccess } from '#db/documents/paper-access.ts';
import { startLiveServer, type LiveServer, type TestDevice } from '#test/support/live-server.ts';
import { createTestMeeting, type TestMeeting } from '#test/support/test-meeting.ts';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { temporaryFolder } from '../../db/temporary-database.ts';

let folder: string;
let server: LiveServer;
let meeting: TestMeeting;
let versionId: string;
let chair: TestDevice;

const whole = { x: 0, y: 0, width: 1, height: 1 } as const;
const shows = (y: number, pointer: Shown['pointer'] = null): Shown => ({
	versionId,
	page: 1,
	part: { ...whole, y, height: 0.5 },
	pointer,
});
const enter = (personId: string) => server.enter(server.signIn(personId), { meetingId: meeting.id });
/** All that was told it after a round trip of its own. */
async function heard(device: TestDevice): Promise<unknown> {
	await device.give('clock/read', {});
	return device.told.get('shown');
}
const soon = (device: TestDevice, shown: Shown | null) =>
	expect.poll(() => device.told.get('shown'), { timeout: 5_000, interval: 5 }).toEqual(shown);

beforeEach(async () => {
	folder = temporaryFolder();
	server = await startLiveServer(path.join(folder, 'db.sqlite'));
	meeting = createTestMeeting(server.db, { delegates: 3 });
	const file = { sha256: '0'.repeat(64), size: 10, type: 'application/pdf' } as const;
	const paper = { meetingId: meeting.id, title: 'Tờ trình', label: 'internal', pages: 9, fileName: 'a.pdf' } as const;
	const added = addDocument(server.db, { ...paper, file, original: file, uploadedBy: null }, 0);
	versionId = added.versionId;
	const readers = meeting.delegateIds
		.slice(0, 2)
		.map((reader) => ({ kind: 'participant' as const, reader, level: 'read' as const }));
	setAccess(server.db, added.documentId, { everyone: 'none', until: null, readers });
	chair = await enter(meeting.chairId);
	expect(await chair.give('start-meeting', {})).toMatchObject({ ok: true });
	expect(await chair.give('present-document', { versionId, page: 1 })).toMatchObject({ ok: true });
});

afterEach(async () => {
	await server.close();
	rmSync(folder, { recursive: true });
});

test('what the presenter shows is told to those who follow, is nowhere recorded, and who comes late lands there', async () => {
	const follower = await enter(meeting.delegateIds[0] ?? '');
	const { seq } = server.stateOf(meeting.id);
	expect(await chair.give('shown/show', shows(0.25, { x: 0.5, y: 0.5 }))).toEqual({ ok: true, output: null });
	await soon(follower, shows(0.25, { x: 0.5, y: 0.5 }));
	expect(await heard(chair)).toBeUndefined();
	const late = await enter(meeting.delegateIds[1] ?? '');
	await soon(late, shows(0.25, { x: 0.5, y: 0.5 }));
	expect(server.stateOf(meeting.id).seq - seq).toBe(1);
	// What another presents begins anew.
	expect(await chair.give('end-presenting', {})).toMatchObject({ ok: true });
	await soon(follower, null);
});

test('who reads on their own hears nothing of it, and all of it when they are back', async () => {
	const [follower, astray] = [await enter(meeting.delegateIds[0] ?? ''), await enter(meeting.delegateIds[1] ?? '')];
	expect(await astray.give('shown/follow', { follow: false })).toMatchObject({ ok: true });
	expect(await chair.give('shown/show', shows(0.1))).toMatchObject({ ok: true });
	await soon(follower, shows(0.1));
	expect(await heard(astray)).toBeUndefined();
	expect(await astray.give('shown/follow', { follow: true })).toMatchObject({ ok: true });
	await soon(astray, shows(0.1));
});

test('nobody hears of a paper that they may not read, nor shows what they do not present', async () => {
	const [follower, kept] = [await enter(meeting.delegateIds[0] ?? ''), await enter(meeting.delegateIds[2] ?? '')];
	expect(await chair.give('shown/show', shows(0.3))).toMatchObject({ ok: true });
	await soon(follower, shows(0.3));
	expect(await heard(kept)).toBeUndefined();
	// Not by asking for it, either.
	await kept.give('shown/follow', { follow: false });
	await kept.give('shown/follow', { follow: true });
	expect(await heard(kept)).toBeUndefined();
	for (const device of [follower, kept])
		expect(await device.give('shown/show', shows(0.9))).toEqual({ ok: false, code: 'not-allowed' });
	const other = { ...shows(0.9), versionId: 'another' };
	expect(await chair.give('shown/show', other)).toEqual({ ok: false, code: 'nothing-presented' });
	expect(await chair.give('shown/show', { ...shows(0), page: 0 })).toEqual({ ok: false, code: 'malformed' });
	expect(await heard(follower)).toEqual(shows(0.3));
});

test('with the presenter cut off the others still see the page, and those who run the meeting go on', async () => {
	expect(await chair.give('shown/show', shows(0.2))).toMatchObject({ ok: true });
	const secretary = await enter(meeting.secretaryId);
	chair.socket.io.engine.close();
	const late = await enter(meeting.delegateIds[0] ?? '');
	expect(late.state.presenting).toMatchObject({ versionId, page: 1 });
	await soon(late, shows(0.2));
	expect(await secretary.give('turn-page', { versionId, page: 4 })).toMatchObject({ ok: true });
	await late.until('the page turned', ({ presenting }) => presenting?.page === 4);
});

test('a hundred at once become a few messages, beyond what a browser says they are refused, and nothing else is kept from whoever sent them', async () => {
	const follower = await enter(meeting.delegateIds[0] ?? '');
	let messages = 0;
	follower.socket.on('shown', () => (messages += 1));
	const answers = await Promise.all(
		Array.from({ length: 100 }, (_, at) => chair.give('shown/show', shows(at / 1_000))),
	);
	const taken = answers.filter(({ ok }) => ok).length;
	expect(taken).toBeGreaterThanOrEqual(40);
	expect(taken).toBeLessThan(100);
	// On a slow machine some are taken again after others were refused.
	await soon(follower, shows(answers.findLastIndex(({ ok }) => ok) / 1_000));
	expect(messages).toBeLessThan(taken / 2);
	// Each lane is for its own.
	const envelope = { id: 'request-1', name: 'clock/read', input: {} };
	expect(await follower.say(envelope, 'presence')).toEqual({ ok: false, code: 'unknown-request' });
	expect(await follower.say({ ...envelope, name: 'shown/follow', input: { follow: true } })).toEqual({
		ok: false,
		code: 'unknown-request',
	});
	expect(await chair.give('turn-page', { versionId, page: 2 })).toMatchObject({ ok: true });
});
