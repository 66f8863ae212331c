import { unpackStills } from '#contract/pack-stills.ts';
import type { PackedStills, StillTurns, WallState } from '#contract/wall.ts';
import { updateMeeting } from '#db/meetings/meetings.ts';
import { requireMeeting } from '#db/meetings/read-meeting.ts';
import { startLiveServer, type LiveServer, type TestDevice } from '#test/support/live-server.ts';
import type { NodeRequestInput } from '#sfu/link/contract.ts';
import { PretendNode } from '#test/support/pretend-node.ts';
import { createTestMeeting, type TestMeeting } from '#test/support/test-meeting.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

let folder: string;
let server: LiveServer;
let node: PretendNode;
let meeting: TestMeeting;
let secretary: TestDevice;
let delegate: TestDevice;
let delegateCookie: string;

const refusal = (code: string) => ({ ok: false, code });
const fine = { ok: true, output: null };
const delegateId = (index = 0) => meeting.delegateIds[index] ?? '';

/** A picture of so many bytes, as far as anybody looks at it on the way. */
function still(bytes = 6_000, mark = 0): Uint8Array<ArrayBuffer> {
	const jpeg = new Uint8Array(bytes).fill(mark);
	jpeg.set([0xff, 0xd8, 0xff]);
	return jpeg;
}

/** Everything that a device is told under a name from now on; stills are acknowledged, as a browser does it. */
function hear<T>(device: TestDevice, name: string): T[] {
	const heard: T[] = [];
	device.socket.on(name, (message: T, acknowledge?: () => void) => {
		heard.push(message);
		acknowledge?.();
	});
	return heard;
}

/** Each message's stills. */
const hearStills = (device: TestDevice) => {
	const packed = hear<PackedStills>(device, 'wall/stills');
	return () => packed.map(unpackStills);
};

/** The wall tells once a second what has changed: its seconds go by while something is waited for. */
const until = (what: string, holds: () => boolean) => {
	const look = () => {
		vi.advanceTimersByTime(1_000);
		return holds();
	};
	return expect.poll(look, { message: what, timeout: 8_000, interval: 20 }).toBe(true);
};

const cameras = (...devices: TestDevice[]) =>
	node.send(
		meeting.id,
		devices.map(({ id }) => ({ endpointId: id, source: 'camera', muted: false })),
	);

const latestOf = (states: readonly (readonly WallState[])[], participantId: string) =>
	states.flat().findLast((each) => each.participantId === participantId);

beforeEach(async () => {
	folder = mkdtempSync(path.join(tmpdir(), 'nhip-cau-'));
	server = await startLiveServer(path.join(folder, 'db.sqlite'));
	meeting = createTestMeeting(server.db, { delegates: 2 });
	delegateCookie = server.signIn(delegateId());
	secretary = await server.enter(server.signIn(meeting.secretaryId), { meetingId: meeting.id });
	delegate = await server.enter(delegateCookie, { meetingId: meeting.id });
	node = await PretendNode.start(server.live.link);
	await expect.poll(() => secretary.give('media/open', {})).toMatchObject({ ok: true });
	// The wall's own clockwork alone: links live by other timers.
	vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
});

afterEach(async () => {
	vi.useRealTimers();
	node.close();
	await server.close();
	rmSync(folder, { recursive: true });
});

test('who looks is told all states, then what changes; cameras are asked for stills only while somebody looks', async () => {
	const wanted = hear<StillTurns | null>(delegate, 'wall/wanted');
	const states = hear<WallState[]>(secretary, 'wall/states');
	const stills = hearStills(secretary);
	cameras(delegate);
	expect(await delegate.give('wall/still', { jpeg: still() })).toEqual(refusal('still-not-wanted'));
	expect(await secretary.give('wall/open', { since: 0 })).toEqual(fine);
	await until('the states', () => states.length > 0);
	expect(states[0]?.map(({ participantId }) => participantId).toSorted()).toEqual(
		[meeting.chairId, meeting.secretaryId, ...meeting.delegateIds].toSorted(),
	);
	await until('the camera on the wall', () => latestOf(states, delegateId())?.cameraDeviceId === delegate.id);
	await until('a still to be wanted', () => wanted.length > 0);
	expect(wanted[0]).toMatchObject({ everyMs: 10_000, soonMs: 0 });
	expect(latestOf(states, meeting.chairId)).toMatchObject({ faceId: null });

	expect(await delegate.give('wall/still', { jpeg: still(12_000, 7) })).toEqual(fine);
	await until('the still', () => stills().length > 0);
	const [shown] = stills()[0] ?? [];
	expect(shown?.participantId).toBe(delegateId());
	expect(shown?.jpeg).toEqual(still(12_000, 7));
	expect(Math.abs((shown?.at ?? 0) - Date.now())).toBeLessThan(5_000);

	cameras();
	await until('the camera to be off', () => latestOf(states, delegateId())?.cameraDeviceId === null);
	await until('stills to end with the camera', () => wanted.at(-1) === null);
	cameras(delegate);
	await until('stills to be wanted again', () => wanted.at(-1) !== null);
	expect(await secretary.give('wall/close', {})).toEqual(fine);
	await until('stills to end with the wall', () => wanted.at(-1) === null);
	expect(await delegate.give('wall/still', { jpeg: still() })).toEqual(refusal('still-not-wanted'));
});

test('only who runs the meeting looks, and only at participants', async () => {
	for (const [name, input] of [
		['wall/open', { since: 0 }],
		['wall/close', {}],
		['wall/live', { participantIds: [delegateId()] }],
	] as const)
		expect(await delegate.give(name, input), name).toEqual(refusal('not-allowed'));
	const checking = await server.enter(server.signIn(meeting.chairId), { meetingId: meeting.id, checking: true });
	expect(await checking.give('wall/open', { since: 0 })).toEqual(refusal('not-allowed'));
	expect(await secretary.give('wall/live', { participantIds: ['nobody'] })).toEqual(refusal('no-such-participant'));
	const ten = Array.from({ length: 10 }, (_, index) => `site-${index}`);
	expect(await secretary.give('wall/live', { participantIds: ten })).toEqual(refusal('malformed'));
	expect(await secretary.say({ id: 'request-1', name: 'wall/poll', input: {} })).toEqual(refusal('unknown-request'));
});

test('what is no small JPEG is refused, and so is more than was asked for', async () => {
	const wanted = hear(delegate, 'wall/wanted');
	cameras(delegate);
	await secretary.give('wall/open', { since: 0 });
	await until('a still to be wanted', () => wanted.length > 0);
	const give = (jpeg: unknown) => delegate.say({ id: 'request-1', name: 'wall/still', input: { jpeg } });
	expect(await give(still(12_001))).toEqual(refusal('malformed'));
	expect(await give(still(70_000))).toEqual(refusal('too-large'));
	expect(await give(new Uint8Array(0))).toEqual(refusal('malformed'));
	expect(await give(new TextEncoder().encode('<svg onload="alert(1)"/>'))).toEqual(refusal('malformed'));
	expect(await give('data:image/jpeg;base64,/9j/')).toEqual(refusal('malformed'));
	expect(await give([0xff, 0xd8, 0xff])).toEqual(refusal('malformed'));
	expect(await delegate.say({ id: 'request-1', name: 'wall/still', input: {} })).toEqual(refusal('malformed'));
	const answers = [];
	for (let time = 0; time < 6; time++) answers.push(await give(still()));
	expect(answers.filter((answer) => answer.ok)).toHaveLength(3);
	expect(answers.at(-1)).toEqual(refusal('too-many-requests'));
});

test('a device that comes back is asked again, one whose still is fresh not out of turn', async () => {
	cameras(delegate);
	const wanted = hear(delegate, 'wall/wanted');
	await secretary.give('wall/open', { since: 0 });
	await until('a still to be wanted', () => wanted.length > 0);
	await delegate.give('wall/still', { jpeg: still() });
	const back = await server.enter(delegateCookie, { meetingId: meeting.id, deviceId: delegate.id });
	await until('the device to be asked', () => back.told.has('wall/wanted'));
	expect(back.told.get('wall/wanted')).toMatchObject({ everyMs: 10_000, soonMs: null });
	expect(await back.give('wall/still', { jpeg: still() })).toEqual(fine);
});

test('who looks again gets the stills that it has not', async () => {
	const wanted = hear(delegate, 'wall/wanted');
	const stills = hearStills(secretary);
	cameras(delegate);
	await secretary.give('wall/open', { since: 0 });
	await until('a still to be wanted', () => wanted.length > 0);
	await delegate.give('wall/still', { jpeg: still() });
	await until('the still', () => stills().length === 1);
	const at = stills()[0]?.[0]?.at ?? 0;
	await secretary.give('wall/open', { since: at });
	await delegate.give('wall/still', { jpeg: still(100) });
	await until('the next still alone', () => stills().length === 2);
	expect(stills()[1]?.map((each) => each.jpeg.byteLength)).toEqual([100]);
	await secretary.give('wall/open', { since: 0 });
	await until('the latest again', () => stills().length === 3);
	expect(stills()[2]?.map((each) => each.jpeg.byteLength)).toEqual([100]);
});

test('many stills come together, each as it was sent', async () => {
	const large = createTestMeeting(server.db, { delegates: 15 });
	const viewer = await server.enter(server.signIn(large.secretaryId), { meetingId: large.id });
	const sites = await Promise.all(
		large.delegateIds.map((id) => server.enter(server.signIn(id), { meetingId: large.id })),
	);
	const stills = hearStills(viewer);
	node.send(
		large.id,
		sites.map(({ id }) => ({ endpointId: id, source: 'camera', muted: false })),
	);
	await viewer.give('wall/open', { since: 0 });
	await until('all to be asked', () => sites.every(({ told }) => told.has('wall/wanted')));
	const pictures = sites.map((_, index) => still(100 + index, index));
	await Promise.all(sites.map((site, index) => site.give('wall/still', { jpeg: pictures[index] ?? still() })));
	await until('all stills', () => stills().flat().length === 15);
	const shown = new Map(
		stills()
			.flat()
			.map(({ participantId, jpeg }) => [participantId, jpeg]),
	);
	expect(large.delegateIds.map((id) => shown.get(id))).toEqual(pictures);
	expect(viewer.socket.connected).toBe(true);
});

test('entries go live through the media plane, by whoever stands for them', async () => {
	const views = () =>
		node.asked
			.filter(({ name }) => name === 'declare')
			.map(({ input }) => (input as NodeRequestInput<'declare'>).declaration.views);
	cameras(delegate);
	const states = hear<WallState[]>(secretary, 'wall/states');
	await secretary.give('wall/open', { since: 0 });
	await until('the camera', () => latestOf(states, delegateId())?.cameraDeviceId === delegate.id);
	expect(await secretary.give('wall/live', { participantIds: [delegateId(), meeting.chairId] })).toEqual(fine);
	await until('the view', () => views().at(-1)?.length === 1);
	expect(views().at(-1)).toEqual([{ endpointId: secretary.id, cameras: [delegate.id] }]);
	await secretary.give('wall/live', { participantIds: [] });
	await until('the view to end', () => views().at(-1)?.length === 0);
});

test('who loses the role, leaves, or ends the meeting looks no more', async () => {
	const wanted = hear(delegate, 'wall/wanted');
	cameras(delegate);
	await secretary.give('wall/open', { since: 0 });
	await until('a still to be wanted', () => wanted.length === 1);
	const { participants } = requireMeeting(server.db, meeting.id);
	const demoted = participants.map(({ id, roles }) => ({
		id,
		roles: id === meeting.secretaryId ? (['delegate'] as const) : roles,
	}));
	updateMeeting(server.db, meeting.id, { participants: demoted });
	await server.live.meetings.plansChanged(meeting.id);
	await until('nobody to look', () => wanted.at(-1) === null);

	const chair = await server.enter(server.signIn(meeting.chairId), { meetingId: meeting.id });
	await chair.give('wall/open', { since: 0 });
	await until('a still to be wanted again', () => wanted.at(-1) !== null);
	chair.socket.disconnect();
	await until('nobody to look after the chair has left', () => wanted.at(-1) === null);

	const again = await server.enter(server.signIn(delegateId(1)), { meetingId: meeting.id });
	expect(await again.give('wall/open', { since: 0 })).toEqual(refusal('not-allowed'));
});

test('the end of the meeting ends the wall', async () => {
	const wanted = hear(delegate, 'wall/wanted');
	cameras(delegate);
	await secretary.give('start-meeting', {});
	await secretary.give('wall/open', { since: 0 });
	await until('a still to be wanted', () => wanted.length === 1);
	await secretary.give('end-meeting', {});
	await until('nobody to look', () => wanted.at(-1) === null);
	expect(await secretary.give('wall/open', { since: 0 })).toEqual(refusal('meeting-ended'));
});
