import '#test/support/runes.ts';
import { packState } from '#contract/pack-state.ts';
import { LiveMeeting } from '#lib/live/live-meeting.svelte.ts';
import type { Recorded } from '#meeting/record.ts';
import { meetingBefore } from '#meeting/state.ts';
import { SocketPeer, type Arrival } from '#test/support/socket-peer.ts';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test, vi, type Mock } from 'vitest';

let peer: SocketPeer;
let live: LiveMeeting;
let intervals: Mock<typeof setInterval>;

beforeEach(async () => {
	peer = await SocketPeer.open();
	intervals = vi.spyOn(globalThis, 'setInterval');
	live = new LiveMeeting('m', 'a-device-of-this-test');
});

afterEach(async () => {
	live.close();
	intervals.mockRestore();
	await peer.close();
});

const events = (...seqs: number[]): Recorded[] =>
	seqs.map((seq) => ({ seq, at: seq, by: 'system', event: { type: 'meeting-paused' } }));

function welcome(
	{ socket }: Arrival,
	{ records = events(), snapshot = null as Buffer | null, now = Date.now(), participantId = 'p' } = {},
): void {
	socket.emit('welcome', {
		serverId: 's',
		participantId,
		iceServers: [],
		now,
		snapshot,
		records: gzipSync(JSON.stringify(records)),
	});
}

const reaches = (seq: number) => vi.waitUntil(() => live.state.seq === seq, { timeout: 5_000, interval: 10 });

test('a plan that is revised while something is being answered voids nothing, and asks nothing twice', async () => {
	const arrival = await peer.arrival(1);
	welcome(arrival, { records: events(1) });
	await reaches(1);
	const joining = live.connection.request('media/join', { rtpCapabilities: {} });
	const voting = live.give('request-floor', {});
	const join = await peer.asks(arrival, 'media/join');
	const vote = await peer.asks(arrival, 'request-floor');
	welcome(arrival, { snapshot: gzipSync(packState({ ...meetingBefore, seq: 2 })) });
	await reaches(2);
	join.answer({ ok: false, code: 'media-node-absent' });
	vote.answer({ ok: true, output: { seq: 2 } });
	expect(await joining, 'the server’s own answer').toEqual({ ok: false, code: 'media-node-absent' });
	expect(await voting).toMatchObject({ ok: true });
	expect(arrival.asked.map(({ envelope }) => envelope.name).filter((name) => name !== 'clock/read')).toEqual([
		'media/join',
		'request-floor',
	]);
});

test('it says which build of the pages it is of', async () => {
	live.close();
	live = new LiveMeeting('m', 'another-device', { pages: 'today' });
	const saysSo = () => peer.arrivals.some(({ socket }) => socket.handshake.auth['pages'] === 'today');
	await vi.waitUntil(saysSo, { timeout: 10_000 });
});

test('events that come before the welcome are left to it', async () => {
	const arrival = await peer.arrival(1);
	arrival.socket.emit('records', events(4));
	welcome(arrival, { records: events(1, 2, 3, 4) });
	arrival.socket.emit('records', events(4, 5));
	await reaches(5);
	expect(peer.arrivals).toHaveLength(1);
});

test('the state is one object, whose parts change by themselves: who reads one hears of no other', async () => {
	const { state } = live;
	const arrival = await peer.arrival(1);
	welcome(arrival, { records: events(1) });
	await reaches(1);
	const { floor, lifecycle } = live.state;
	arrival.socket.emit('records', events(2));
	await reaches(2);
	expect(live.state).toBe(state);
	expect(live.state.floor).toBe(floor);
	expect(live.state.lifecycle).not.toBe(lifecycle);
});

test('the time is the server’s: the device’s time of day may be corrected meanwhile, and readings renew it', async () => {
	const arrival = await peer.arrival(1);
	const nine = Date.parse('2026-11-23T09:00:00+07:00');
	welcome(arrival, { records: events(1), now: nine });
	await reaches(1);
	const reading = await peer.asks(arrival, 'clock/read');
	reading.answer({ ok: true, output: { now: nine + 40_000 } });
	await vi.waitUntil(() => live.now() > nine + 30_000, { timeout: 5_000, interval: 10 });
	const hour = 3_600_000;
	for (const corrected of [Date.now() + hour, Date.now() - hour]) {
		const timeOfDay = vi.spyOn(Date, 'now').mockReturnValue(corrected);
		expect(live.now()).toBeGreaterThan(nine + 30_000);
		expect(live.now()).toBeLessThan(nine + 120_000);
		timeOfDay.mockRestore();
	}
	const readings = () => arrival.asked.filter(({ envelope }) => envelope.name === 'clock/read');
	expect(readings()).toHaveLength(1);
	const [readAgain] = intervals.mock.calls.find(([, ms]) => ms === 30_000) ?? [];
	readAgain?.();
	await vi.waitUntil(() => readings().length === 2, { timeout: 5_000, interval: 10 });
});

test('a gap is noticed: nothing is built on it, and the device comes anew for what is missing', async () => {
	const first = await peer.arrival(1);
	welcome(first, { records: events(1, 2) });
	await reaches(2);
	first.socket.emit('records', events(4, 5));
	const second = await peer.arrival(2);
	expect(second.lastSeq).toBe(2);
	expect(live.state.seq).toBe(2);
	welcome(second, { records: events(3, 4, 5) });
	await reaches(5);
	expect(live.link).toBe('connected');
});

test('a welcome that does not continue what the device knows makes it ask for everything', async () => {
	const first = await peer.arrival(1);
	welcome(first, { records: events(1, 2) });
	await reaches(2);
	first.socket.conn.close();
	welcome(await peer.arrival(2), { records: events(7, 8) });
	const third = await peer.arrival(3);
	expect(third.lastSeq).toBe(0);
	welcome(third, { snapshot: gzipSync(packState({ ...meetingBefore, seq: 7 })), records: events(8) });
	await reaches(8);
	await vi.waitUntil(() => live.link === 'connected', { timeout: 5_000, interval: 10 });
	third.socket.conn.close();
	expect((await peer.arrival(4)).lastSeq).toBe(8);
});

test('who has signed in on this browser meanwhile sends nothing of the person whose page it is', async () => {
	const first = await peer.arrival(1);
	welcome(first, { records: events(1) });
	await reaches(1);
	const written = live.give('write-note', { noteId: 'n', kind: 'gist', itemId: null, speakerId: null, text: 'Của P' });
	await peer.asks(first, 'write-note');
	first.socket.conn.close();
	const second = await peer.arrival(2);
	welcome(second, { records: events(2), participantId: 'q' });
	expect(await written).toEqual({ ok: false, code: 'unavailable' });
	expect(live).toMatchObject({ link: 'refused', refusal: 'device-taken-over', participantId: 'p' });
	expect(second.asked).toEqual([]);
});

test('nor does it on a page that was made for another person than the link is let in as', async () => {
	await peer.arrival(1);
	live.close();
	live = new LiveMeeting('m', 'another-device', { personId: 'p' });
	welcome(await peer.arrival(2), { records: events(1), participantId: 'q' });
	await vi.waitUntil(() => live.link === 'refused', { timeout: 5_000, interval: 10 });
	expect(live.state).toMatchObject(meetingBefore);
});

describe('whether this device takes part', () => {
	const told: string[] = [];
	beforeEach(() => {
		told.length = 0;
		live.attend({ in: () => told.push('in'), out: () => told.push('out') });
	});

	test('it is in once it is welcome, and out when the server says goodbye', async () => {
		const { socket } = await peer.arrival(1);
		expect(told).toEqual([]);
		welcome({ socket } as Arrival, { records: events(1) });
		await vi.waitUntil(() => told.length > 0, { timeout: 5_000, interval: 10 });
		socket.emit('goodbye', { code: 'not-signed-in' });
		await vi.waitUntil(() => told.length > 1, { timeout: 5_000, interval: 10 });
		expect(told).toEqual(['in', 'out']);
	});

	test('a meeting that ends is over for it; one that has ended never lets it in', async () => {
		const ended: Recorded = { seq: 1, at: 1, by: 'system', event: { type: 'meeting-ended' } };
		welcome(await peer.arrival(1), { records: [ended] });
		await vi.waitUntil(() => live.link === 'connected', { timeout: 5_000, interval: 10 });
		expect(told).toEqual(['out']);
	});
});
