import '#test/support/runes.ts';
import type { RoomMeeting } from '#db/meetings/room-meetings.ts';
import { Terminal, type RoomAnswer } from '#lib/meeting/terminal/terminal.svelte.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const meeting = (id: string): RoomMeeting => ({ id, title: `Phiên họp ${id}`, startsAt: 0 });
const [first, second] = [meeting('1'), meeting('2')];

let answer: RoomAnswer | undefined;
let reloads: number;
let outdated: boolean;
let terminal: Terminal;

/** The server's time, which goes on whatever becomes of the device's time of day. */
const served = () => 1_800_000_000_000 + performance.now();
const says = (current: RoomMeeting | null, next: RoomMeeting | null = null) => ({ now: served(), current, next });

function start(current: RoomMeeting | null) {
	answer = says(current);
	terminal = new Terminal(answer, {
		ask: () => Promise.resolve(answer && { ...answer, now: served() }),
		now: () => performance.now(),
		storage: { get: () => null, set: () => true },
		reload: () => (reloads += 1),
		outdated: () => outdated,
	});
}
const pass = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000);
const shown = () => terminal.shown?.meeting.id ?? null;

beforeEach(() => {
	vi.useFakeTimers();
	reloads = 0;
	outdated = false;
});
afterEach(() => {
	terminal.close();
	vi.useRealTimers();
});

test('it stands by until a hall opens, and goes there', async () => {
	start(null);
	await pass(60);
	expect(shown()).toBeNull();
	answer = says(first);
	await pass(25);
	expect(shown()).toBe('1');
});

test('at the end the thanks stand a while, then the next hall that is open', async () => {
	start(first);
	answer = says(second);
	terminal.ended();
	await pass(10);
	expect(shown()).toBe('1');
	expect(terminal.next?.id).toBe('2');
	await pass(15);
	expect(shown()).toBe('2');
});

test('an answer that does not know of the end yet does not lead back into the meeting that is over', async () => {
	start(first);
	const before = terminal.shown;
	terminal.ended();
	await pass(29);
	expect(terminal.shown).toBe(before);
	answer = says(second);
	await pass(11);
	expect(shown()).toBe('2');
});

test('where nothing follows, the thanks stay for a quarter of an hour', async () => {
	start(first);
	answer = says(null, second);
	terminal.ended();
	await pass(890);
	expect(shown()).toBe('1');
	expect(terminal.next?.id).toBe('2');
	await pass(20);
	expect(shown()).toBeNull();
});

test('another meeting that calls takes the room over, not before the page of the first could say that it ended', async () => {
	start(first);
	await pass(19);
	answer = says(second);
	await pass(2);
	expect(shown()).toBe('1');
	await pass(5);
	expect(shown()).toBe('2');
});

test('a link that was turned down is tried again, each time later, and given up where the room is no longer invited', async () => {
	start(first);
	const stop = terminal.watch(() => false);
	const before = terminal.shown;
	terminal.refused();
	await pass(6);
	expect(shown()).toBe('1');
	expect(terminal.shown).not.toBe(before);
	answer = says(null);
	terminal.refused();
	await pass(11);
	expect(shown()).toBeNull();
	stop();
});

test('a silent server changes nothing on the screen but what it says', async () => {
	start(first);
	answer = undefined;
	await pass(300);
	expect(shown()).toBe('1');
	expect(terminal.answers).toBe(false);
	expect(reloads).toBe(0);
});

test('a meeting that stands still while the server answers makes the page reload', async () => {
	start(first);
	terminal.watch(() => false);
	await pass(70);
	expect(reloads).toBe(1);
});

test('new pages are taken between two meetings, never within one', async () => {
	start(first);
	outdated = true;
	await pass(120);
	expect(reloads).toBe(0);
	terminal.close();
	start(null);
	await pass(10);
	expect(reloads).toBe(1);
});

test('a device that corrects its time of day goes on asking, and shows the server’s time as before', async () => {
	start(null);
	answer = says(null, second);
	vi.setSystemTime(Date.now() - 3_600_000);
	await pass(25);
	expect(terminal.next?.id).toBe('2');
	expect(terminal.now()).toBe(served());
});
