import { reachedFor } from '#contract/reach.ts';
import { addAgendaItem } from '#db/meetings/agenda.ts';
import { updateMeeting } from '#db/meetings/meetings.ts';
import { requireMeeting } from '#db/meetings/read-meeting.ts';
import { insertPerson } from '#db/org/people.ts';
import { MediaError } from '#sfu/link/errors.ts';
import { MediaStand, patiently, type StandNode } from '#test/support/media-stand.ts';
import { requirePlan } from '#test/support/require-plan.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const [chairs, delegates, watcher] = ['device-of-the-chair', 'device-of-a-delegate', 'device-that-watches'];

let stand: MediaStand;
beforeEach(async () => {
	stand = await MediaStand.open();
});
afterEach(() => stand.close());

const join = (deviceId: string, participantId: string) => stand.join(deviceId, participantId);
const hears = (from: string) => stand.hears(watcher, from);

test('what either end missed while the link was down is told again when it is back', async () => {
	const node = await stand.node('province-1');
	const camera = await join(chairs, stand.meeting.chairId);
	await join(delegates, stand.meeting.delegateIds[0] ?? '');
	await join(watcher, stand.meeting.secretaryId);
	await hears(chairs);

	await node.cut();
	stand.told.length = 0;
	// The node's notices of this, and the server's new stage, get lost.
	await node.media.ask['close-producer']({ conferenceId: stand.meeting.id, endpointId: chairs, producerId: camera });
	await stand.direct(stand.meeting.delegateIds[0] ?? '');
	stand.leave(chairs);
	expect(stand.heard(watcher, 'media/consumer-closed')).toEqual([]);

	await node.mend();
	await expect
		.poll(() => stand.heard(watcher, 'media/consumers').map((each) => each.consumers), patiently('the tracks, anew'))
		.toEqual([[]]);
	await hears(delegates);
	await expect
		.poll(() => node.endpoints(), patiently('the one that left to be gone from the node'))
		.toEqual([delegates, watcher]);
	expect(stand.heard('all', 'media/lost')).toEqual([]);
});

test('whom a device looks at it sees again after it has left the media by itself and come back', async () => {
	await stand.node('province-1');
	await join(chairs, stand.meeting.chairId);
	await join(delegates, stand.meeting.delegateIds[0] ?? '');
	await join(watcher, stand.meeting.secretaryId);
	stand.director.look(watcher, stand.meeting.delegateIds);
	await hears(delegates);
	await stand.director.request(watcher, 'leave', {});
	stand.told.length = 0;
	await join(watcher, stand.meeting.secretaryId);
	await hears(delegates);
});

test('who waits outside of a closed item has neither sound nor picture, whatever their device asks for', async () => {
	const node = await stand.node('province-1');
	const guestId = insertPerson(stand.db, { name: 'Hoàng Khách', position: 'Báo chí' });
	updateMeeting(stand.db, stand.meeting.id, {
		participants: [
			{ id: stand.meeting.chairId, roles: ['chair'] },
			{ id: stand.meeting.secretaryId, roles: ['secretary'] },
			{ id: guestId, roles: ['guest'] },
		],
	});
	const itemId = addAgendaItem(stand.db, stand.meeting.id, { title: 'Công tác cán bộ', access: 'closed' });
	await stand.running.giveAsSystem('revise-plan', { plan: requirePlan(stand.db, stand.meeting.id) });
	await join(chairs, stand.meeting.chairId);
	await join(watcher, guestId);
	await hears(chairs);
	const endpoints = () => node.endpoints();
	expect(await endpoints()).toEqual([chairs, watcher]);

	await stand.running.give(stand.asChair(), { name: 'start-item', input: { itemId } }, 'request-item');
	await expect.poll(endpoints, patiently('the guest to be out of the conference')).toEqual([chairs]);
	// The node itself lets nobody in whom it was not told to, whatever becomes of the link or of us.
	const straight = { conferenceId: stand.meeting.id, rtpCapabilities: { codecs: [] } };
	for (const endpointId of [watcher, 'a-stranger'])
		await expect(node.media.ask.join({ ...straight, endpointId, probe: false })).rejects.toMatchObject({
			code: 'endpoint-outside',
		});
	await node.media.ask.join({ ...straight, endpointId: 'a-device-check', probe: true });
	await node.media.ask.leave({ conferenceId: stand.meeting.id, endpointId: 'a-device-check' });
	const opened = { rtpCapabilities: { codecs: [] } };
	expect(await stand.director.request(watcher, 'join', { ...opened, probe: false })).toEqual({
		refused: 'waits-outside',
	});
	// One that comes in meanwhile is not let in either.
	const second = 'second-device-of-the-guest';
	await stand.running.giveAsSystem('connect-device', { deviceId: second, participantId: guestId });
	expect(await stand.director.request(second, 'open', {})).toEqual({ refused: 'waits-outside' });

	await stand.running.give(stand.asChair(), { name: 'end-item', input: { itemId } }, 'request-end');
	stand.told.length = 0;
	await join(watcher, guestId);
	await hears(chairs);
});

test('those who may stay when the door closes, and when it opens, are told nothing: their sound goes on', async () => {
	const node = await stand.node('province-1');
	const itemId = addAgendaItem(stand.db, stand.meeting.id, { title: 'Công tác cán bộ', access: 'closed' });
	const guestId = insertPerson(stand.db, { name: 'Hoàng Khách', position: 'Báo chí' });
	const { participants } = requireMeeting(stand.db, stand.meeting.id);
	updateMeeting(stand.db, stand.meeting.id, { participants: [...participants, { id: guestId, roles: ['guest'] }] });
	await stand.running.giveAsSystem('revise-plan', { plan: requirePlan(stand.db, stand.meeting.id) });
	const guests = 'device-of-the-guest';
	await join(chairs, stand.meeting.chairId);
	await join(watcher, stand.meeting.secretaryId);
	await join(guests, guestId);
	await hears(chairs);
	stand.told.length = 0;
	await stand.running.give(stand.asChair(), { name: 'start-item', input: { itemId } }, 'request-item');
	await expect.poll(() => node.endpoints(), patiently('the guest to be out')).toEqual([chairs, watcher]);
	await stand.running.give(stand.asChair(), { name: 'end-item', input: { itemId } }, 'request-end');
	await join(guests, guestId);
	for (const deviceId of [chairs, watcher]) {
		const heard = (name: 'consumers' | 'consumer-closed' | 'lost') => stand.heard(deviceId, `media/${name}`);
		expect([heard('lost'), heard('consumers'), heard('consumer-closed')], deviceId).toEqual([[], [], []]);
	}
});

test('a stage that the node could not set is told again though the link stood', async () => {
	let last = Number.NEGATIVE_INFINITY;
	const node: StandNode = await stand.node('province-1', {
		declare: async (input) => {
			// Refused while events of the meeting cause it: only what comes of itself, later, is carried out.
			const before = last;
			last = performance.now();
			if (!(last - before > 500 && Number.isFinite(before))) throw new MediaError('media-failed', 'by this test');
			return node.media.ask.declare(input);
		},
	});
	await join(chairs, stand.meeting.chairId);
	await join(watcher, stand.meeting.secretaryId);
	await hears(chairs);
});

test('a conference that nobody here knows is closed when its node comes', async () => {
	const node = await stand.node('province-1');
	await node.cut();
	await node.media.join('of-a-former-life', 'somebody');
	await node.mend();
	await expect
		.poll(() => node.media.node.describe().conferences, patiently('the forgotten conference to be closed'))
		.toEqual([]);
});

test('who mutes tells those who receive it, and nobody else: nothing is sent to everybody for each source', async () => {
	await stand.node('province-1');
	const camera = await join(chairs, stand.meeting.chairId);
	const others = [delegates, ...Array.from({ length: 6 }, (_, index) => `device-at-home-${index}`)];
	const cameras: [string, string][] = [[chairs, camera]];
	for (const deviceId of others) cameras.push([deviceId, await join(deviceId, stand.meeting.delegateIds[0] ?? '')]);
	await join(watcher, stand.meeting.secretaryId);
	await stand.direct(stand.meeting.chairId);
	await hears(chairs);
	stand.told.length = 0;

	const news = () =>
		stand.heard(watcher, 'media/consumers-muted').flatMap(({ tracks }) => tracks.map(({ muted }) => muted));
	for (const name of ['pause-producer', 'resume-producer'] as const) {
		await Promise.all(cameras.map(([deviceId, producerId]) => stand.director.request(deviceId, name, { producerId })));
		await expect.poll(() => news().at(-1), patiently(`the watcher to know of ${name}`)).toBe(name === 'pause-producer');
	}
	expect(stand.told.filter(({ deviceId }) => deviceId === 'all')).toEqual([]);
	for (const deviceId of [watcher, ...others])
		expect(stand.told.filter((each) => each.deviceId === deviceId).length, deviceId).toBeLessThanOrEqual(4);
});

test('whom the chair reaches for sends all layers of their camera, and the smallest alone once the hand has gone', async () => {
	await stand.node('province-1', {}, { holdDown: 0 });
	const delegateId = stand.meeting.delegateIds[0] ?? '';
	await join(chairs, stand.meeting.chairId);
	await join(delegates, delegateId);
	await join(watcher, stand.meeting.secretaryId);
	await stand.direct(stand.meeting.chairId);
	const asker = { kind: 'participant', participantId: delegateId, deviceId: delegates } as const;
	await stand.running.give(asker, { name: 'request-floor', input: {} }, 'request-of-the-floor');
	const layers = () => stand.heard(delegates, 'media/source-wanted').map((each) => each.layers);
	await expect.poll(() => layers().at(-1), patiently('one who waits to send the smallest')).toBe(1);
	stand.told.length = 0;

	let letGo = () => {};
	// The time of ten seconds is this test's; all else takes as long as it takes.
	vi.spyOn(globalThis, 'setTimeout').mockImplementationOnce((over, ms) => {
		expect(ms).toBe(reachedFor);
		letGo = over;
		return {} as NodeJS.Timeout;
	});
	expect(stand.director.reaches.request([delegateId])).toBeNull();
	vi.restoreAllMocks();
	await expect.poll(layers, patiently('all layers to be wanted')).toEqual([3]);
	letGo();
	await expect.poll(layers, patiently('the smallest alone to be wanted')).toEqual([3, 1]);
});
