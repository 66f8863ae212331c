import type { MediaMessages } from '#contract/messages.ts';
import { openDatabase, type Database } from '#db/client.ts';
import { addAgendaItem } from '#db/meetings/agenda.ts';
import { updateMeeting } from '#db/meetings/meetings.ts';
import { requirePlan } from '#db/meetings/read-meeting.ts';
import { insertPerson } from '#db/org/people.ts';
import { MediaPlane } from '#live/media/media-plane.ts';
import type { MediaDirector } from '#live/media/media-director.ts';
import type { RunningMeeting } from '#live/running-meeting.ts';
import { RunningMeetings } from '#live/running-meetings.ts';
import type { NodeRequestHandlers, NodeRequestOutput } from '#sfu/link/contract.ts';
import { dialLink, type NodeLink } from '#sfu/link/dial-link.ts';
import { MediaError } from '#sfu/link/errors.ts';
import { createTestMeeting, type TestMeeting } from '#test/support/test-meeting.ts';
import { TestNode } from '#test/sfu/media-node.ts';
import { cameraParameters } from '#test/sfu/rtp.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';

const nodeId = 'province-1';
const token = 'the-secret-of-this-test';
const log = pino({ level: 'silent' });
const [chairs, delegates, watcher] = ['device-of-the-chair', 'device-of-a-delegate', 'device-that-watches'];

let folder: string;
let db: Database;
let meetings: RunningMeetings;
let meeting: TestMeeting;
let running: RunningMeeting;
let plane: MediaPlane;
let director: MediaDirector;
let node: TestNode;
let link: NodeLink | undefined;
let told: { deviceId: string; name: string; message: unknown }[];

beforeEach(async () => {
	folder = mkdtempSync(path.join(tmpdir(), 'nhip-cau-'));
	db = openDatabase(path.join(folder, 'db.sqlite'));
	meetings = new RunningMeetings(db, log);
	meeting = createTestMeeting(db, { delegates: 1 });
	running = await meetings.require(meeting.id);
	await running.giveAsSystem('open-meeting', { plan: requirePlan(db, meeting.id) });
	// Before the start nobody would be on the stage.
	await running.give(asChair(), { name: 'start-meeting', input: {} }, 'request-start');
	plane = await MediaPlane.open(token, log);
	director = plane.direct(running);
	told = [];
	const hear = (deviceId: string, name: string, message: unknown) => void told.push({ deviceId, name, message });
	director.watch({ tell: hear, tellAll: (name, message) => hear('all', name, message) });
	node = await TestNode.start({ notify: (name, notice) => link?.notify(name, notice) });
});

afterEach(async () => {
	director.close();
	link?.close();
	await plane.close();
	node?.close();
	meetings.close();
	db.close();
	rmSync(folder, { recursive: true });
});

async function connect(handlers: NodeRequestHandlers = node.ask): Promise<void> {
	const ready = () => node.node.describe();
	link = dialLink({ url: plane.url, token, nodeId, handlers, ready, onLost: () => {}, log });
	await expect.poll(() => plane.nodes, { message: 'the node to be there' }).toEqual([nodeId]);
}

async function disconnect(): Promise<void> {
	link?.close();
	await expect.poll(() => plane.nodes, { message: 'the node to be gone' }).toEqual([]);
}

/** A device comes, and sends its camera; returns the producer's id. */
async function join(deviceId: string, participantId: string): Promise<string> {
	await running.giveAsSystem('connect-device', { deviceId, participantId });
	const opened = (await director.request(deviceId, 'open', {})) as NodeRequestOutput<'open'>;
	const joined = await director.request(deviceId, 'join', { ...opened, probe: false });
	const transportId = (joined as NodeRequestOutput<'join'>).send.id;
	const camera = { kind: 'video', source: 'camera', rtpParameters: cameraParameters, paused: false };
	const published = await director.request(deviceId, 'produce', { transportId, ...camera });
	return (published as NodeRequestOutput<'produce'>).producerId;
}

const heard = <N extends keyof MediaMessages>(deviceId: string, name: N) =>
	told
		.filter((each) => each.deviceId === deviceId && each.name === name)
		.map((each) => each.message as MediaMessages[N]);

const hears = (from: string) =>
	expect
		.poll(() => heard(watcher, 'media/consumer-created').map((each) => each.sourceEndpointId), {
			message: `the watcher to be told of the track of ${from}`,
			timeout: 5_000,
		})
		.toContain(from);

const asChair = () => ({ kind: 'participant', participantId: meeting.chairId, deviceId: chairs }) as const;

const direct = (participantId: string) =>
	running.give(asChair(), { name: 'direct-stage', input: { participantId } }, 'request-direct');

test('what either end missed while the link was down is told again when it is back', async () => {
	await connect();
	const camera = await join(chairs, meeting.chairId);
	await join(delegates, meeting.delegateIds[0] ?? '');
	await join(watcher, meeting.secretaryId);
	await hears(chairs);

	await disconnect();
	told.length = 0;
	// The node's notices of this, and the server's new stage, get lost.
	await node.ask['close-producer']({ conferenceId: meeting.id, endpointId: chairs, producerId: camera });
	await direct(meeting.delegateIds[0] ?? '');
	director.leave(chairs);
	expect(heard(watcher, 'media/consumer-closed')).toEqual([]);

	await connect();
	await expect
		.poll(() => heard(watcher, 'media/consumers').map((each) => each.consumers), { message: 'the tracks, anew' })
		.toEqual([[]]);
	await hears(delegates);
	await expect
		.poll(async () => (await node.ask['get-stats']({})).conferences[0]?.endpoints.map((each) => each.endpointId), {
			message: 'the one that left to be gone from the node',
		})
		.toEqual([delegates, watcher]);
	expect(heard('all', 'media/lost')).toEqual([]);
});

test('whom a device looks at it sees again after it has left the media by itself and come back', async () => {
	await connect();
	await join(chairs, meeting.chairId);
	await join(delegates, meeting.delegateIds[0] ?? '');
	await join(watcher, meeting.secretaryId);
	director.look(watcher, meeting.delegateIds);
	await hears(delegates);
	await director.request(watcher, 'leave', {});
	told.length = 0;
	await join(watcher, meeting.secretaryId);
	await hears(delegates);
});

test('who waits outside of a closed item has neither sound nor picture, whatever their device asks for', async () => {
	await connect();
	const guestId = insertPerson(db, { name: 'Hoàng Khách', position: 'Báo chí' });
	updateMeeting(db, meeting.id, {
		participants: [
			{ id: meeting.chairId, roles: ['chair'] },
			{ id: meeting.secretaryId, roles: ['secretary'] },
			{ id: guestId, roles: ['guest'] },
		],
	});
	const itemId = addAgendaItem(db, meeting.id, { title: 'Công tác cán bộ', access: 'closed' });
	await running.giveAsSystem('revise-plan', { plan: requirePlan(db, meeting.id) });
	await join(chairs, meeting.chairId);
	await join(watcher, guestId);
	await hears(chairs);
	const endpoints = async () =>
		(await node.ask['get-stats']({})).conferences[0]?.endpoints.map((each) => each.endpointId) ?? [];
	expect(await endpoints()).toEqual([chairs, watcher]);

	await running.give(asChair(), { name: 'start-item', input: { itemId } }, 'request-item');
	await expect.poll(endpoints, { message: 'the guest to be out of the conference' }).toEqual([chairs]);
	// The node itself lets nobody in whom it was not told to, whatever becomes of the link or of us.
	const straight = { conferenceId: meeting.id, rtpCapabilities: { codecs: [] } };
	for (const endpointId of [watcher, 'a-stranger'])
		await expect(node.ask.join({ ...straight, endpointId, probe: false })).rejects.toMatchObject({
			code: 'endpoint-outside',
		});
	await node.ask.join({ ...straight, endpointId: 'a-device-check', probe: true });
	await node.ask.leave({ conferenceId: meeting.id, endpointId: 'a-device-check' });
	const opened = { rtpCapabilities: { codecs: [] } };
	expect(await director.request(watcher, 'join', { ...opened, probe: false })).toEqual({ refused: 'waits-outside' });
	// One that comes in meanwhile is not let in either.
	const second = 'second-device-of-the-guest';
	await running.giveAsSystem('connect-device', { deviceId: second, participantId: guestId });
	expect(await director.request(second, 'open', {})).toEqual({ refused: 'waits-outside' });

	await running.give(asChair(), { name: 'end-item', input: { itemId } }, 'request-end');
	told.length = 0;
	await join(watcher, guestId);
	await hears(chairs);
});

test('a stage that the node could not set is told again though the link stood', async () => {
	let last = Number.NEGATIVE_INFINITY;
	await connect({
		...node.ask,
		declare: async (input) => {
			// Refused while events of the meeting cause it: only what comes of itself, later, is carried out.
			const before = last;
			last = performance.now();
			if (!(last - before > 500 && Number.isFinite(before))) throw new MediaError('media-failed', 'by this test');
			return node.ask.declare(input);
		},
	});
	await join(chairs, meeting.chairId);
	await join(watcher, meeting.secretaryId);
	await hears(chairs);
});

test('a conference that nobody here knows is closed when its node comes', async () => {
	await node.join('of-a-former-life', 'somebody');
	await connect();
	await expect
		.poll(() => node.node.describe().conferences, { message: 'the forgotten conference to be closed' })
		.toEqual([]);
});

test('who mutes tells those who receive it, and nobody else: nothing is sent to everybody for each source', async () => {
	await connect();
	const camera = await join(chairs, meeting.chairId);
	const others = [delegates, ...Array.from({ length: 6 }, (_, index) => `device-at-home-${index}`)];
	const cameras: [string, string][] = [[chairs, camera]];
	for (const deviceId of others) cameras.push([deviceId, await join(deviceId, meeting.delegateIds[0] ?? '')]);
	await join(watcher, meeting.secretaryId);
	await direct(meeting.chairId);
	await hears(chairs);
	told.length = 0;

	const news = () => heard(watcher, 'media/consumers-muted').flatMap(({ tracks }) => tracks.map(({ muted }) => muted));
	for (const name of ['pause-producer', 'resume-producer'] as const) {
		await Promise.all(cameras.map(([deviceId, producerId]) => director.request(deviceId, name, { producerId })));
		await expect
			.poll(() => news().at(-1), { message: `the watcher to know of ${name}` })
			.toBe(name === 'pause-producer');
	}
	expect(told.filter(({ deviceId }) => deviceId === 'all')).toEqual([]);
	for (const deviceId of [watcher, ...others])
		expect(told.filter((each) => each.deviceId === deviceId).length, deviceId).toBeLessThanOrEqual(4);
});
