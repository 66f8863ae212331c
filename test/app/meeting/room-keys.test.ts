import '#test/support/runes.ts';
import { RoomKeys } from '#lib/meeting/room-keys.svelte.ts';
import type { Room } from '#lib/meeting/room.svelte.ts';
import { isChord, shortcutOf, type Shortcut } from '#lib/meeting/shortcuts.ts';
import { getRequest } from '#meeting/floor.ts';
import { may, type Right } from '#meeting/rights.ts';
import { ScriptedMeeting } from '#test/support/meeting.ts';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

const single = true;

/** As a page's event: on the page itself, without modifiers, unless said otherwise. */
function key(letter: string, { over = '', altGraph = false, ...rest }: Record<string, unknown> = {}) {
	const target = { matches: () => over === 'field', closest: () => (over === 'dialog' ? {} : null) };
	const event = {
		key: letter,
		code: `Key${letter.toUpperCase()}`,
		ctrlKey: false,
		altKey: false,
		metaKey: false,
		repeat: false,
		target,
		getModifierState: () => altGraph,
		...rest,
	};
	return event as unknown as KeyboardEvent;
}

describe('what a key asks for', () => {
	test('keys of one character work outside of fields and dialogs, held down once, and only while they are on', () => {
		expect(shortcutOf(key('h'), { single })).toBe('ask-floor');
		expect(shortcutOf(key('H'), { single })).toBe('ask-floor');
		expect(shortcutOf(key('h'), { single: false })).toBeUndefined();
		expect(shortcutOf(key('?'), { single: false })).toBeUndefined();
		expect(shortcutOf(key('h', { over: 'field' }), { single })).toBeUndefined();
		expect(shortcutOf(key('h', { over: 'dialog' }), { single })).toBeUndefined();
		expect(shortcutOf(key('h', { repeat: true }), { single })).toBeUndefined();
		expect(shortcutOf(key('d', { ctrlKey: true }), { single })).toBeUndefined();
	});

	test('chords work in fields too, whatever is off; what AltGr writes is no chord', () => {
		for (const modifiers of [
			{ ctrlKey: true, altKey: true },
			{ ctrlKey: true, metaKey: true },
		]) {
			expect(shortcutOf(key('k', { ...modifiers, over: 'field' }), { single: false })).toBe('next-item');
			expect(shortcutOf(key('h', modifiers), { single })).toBeUndefined();
			expect(shortcutOf(key('k', { ...modifiers, over: 'dialog' }), { single })).toBeUndefined();
		}
		expect(shortcutOf(key('k', { ctrlKey: true, altKey: true, altGraph: true }), { single })).toBeUndefined();
	});

	test('a chord is on its way once both its modifiers are held, not by either alone or by AltGr', () => {
		expect(isChord(key('Alt', { ctrlKey: true, altKey: true }))).toBe(true);
		expect(isChord(key('Control', { ctrlKey: true, metaKey: true }))).toBe(true);
		expect(isChord(key('Alt', { altKey: true }))).toBe(false);
		expect(isChord(key('Control', { ctrlKey: true }))).toBe(false);
		expect(isChord(key('AltGraph', { ctrlKey: true, altKey: true, altGraph: true }))).toBe(false);
	});
});

describe('what a key does', () => {
	let meeting: ScriptedMeeting;
	let stored: Map<string, string>;
	const extendSpeech = vi.fn();
	const reach = vi.fn();
	const leave = vi.fn();
	const stay = vi.fn((_participantId: string) => leave);
	/** the deeds that keys ask for, refused or not */
	let asked: string[];

	beforeEach(() => {
		vi.useFakeTimers();
		for (const each of [extendSpeech, reach, stay]) each.mockClear();
		asked = [];
		stored = new Map();
		vi.stubGlobal('localStorage', {
			getItem: (name: string) => stored.get(name) ?? null,
			setItem: (name: string, value: string) => void stored.set(name, value),
		});
		meeting = ScriptedMeeting.live();
	});

	afterEach(() => {
		vi.unstubAllGlobals();
		vi.useRealTimers();
	});

	/** The keys of one person, to whom the meeting has looked the same for long. */
	function keysOf(me: string) {
		const room = {
			me,
			live: meeting,
			speakingSeconds: 180,
			extendSpeech,
			reaching: { reach, stay },
			isWorking: () => false,
			may: (right: Right) => may(meeting.state, me, right),
			act: (name: 'request-floor' | 'start-item', input: never) => {
				asked.push(name);
				return meeting.give(me, name, input);
			},
			grantFloor: (participantId: string, limitSeconds: number) => {
				asked.push('grant-floor');
				return meeting.give(me, 'grant-floor', {
					participantId,
					limitSeconds,
					answers: getRequest(meeting.state.floor, participantId)?.seq,
				});
			},
		};
		const keys = new RoomKeys(room as unknown as Room);
		keys.watch();
		vi.advanceTimersByTime(600);
		return keys;
	}
	const press = (me: string, shortcut: Exclude<Shortcut, 'help'>) => keysOf(me).press(shortcut);

	test('the floor’s key asks for it, and neither withdraws nor yields', () => {
		press('delegate-1', 'ask-floor');
		expect(meeting.state.floor.queue.map(({ participantId }) => participantId)).toEqual(['delegate-1']);
		const { seq } = meeting.state;
		press('delegate-1', 'ask-floor');
		expect(meeting.state.seq).toBe(seq);
		meeting.give('chair', 'grant-floor', { participantId: 'delegate-1', limitSeconds: null });
		press('delegate-1', 'ask-floor');
		expect(meeting.state.floor.holder?.participantId).toBe('delegate-1');
		expect(asked, 'nothing that would only be refused').toEqual(['request-floor']);
	});

	test('the next item that waits begins, from the running one on; a second press right after does not skip it', () => {
		const keys = keysOf('secretary');
		keys.press('next-item');
		keys.watch();
		keys.press('next-item');
		expect(meeting.state.agenda.runningId).toBe('item-1');
		vi.advanceTimersByTime(600);
		keys.press('next-item');
		keys.watch();
		expect(meeting.state.agenda.runningId).toBe('item-2');
		vi.advanceTimersByTime(600);
		keys.press('next-item');
		expect(meeting.state.agenda.runningId).toBe('item-2');
	});

	test('who has waited longest is invited; not who has moved up to the top just now', () => {
		for (const each of ['delegate-1', 'delegate-2']) meeting.give(each, 'request-floor', {});
		const keys = keysOf('chair');
		meeting.give('delegate-1', 'withdraw-floor', {});
		keys.watch();
		keys.press('invite-next');
		expect(meeting.state.floor.holder).toBeNull();
		vi.advanceTimersByTime(600);
		keys.press('invite-next');
		expect(meeting.state.floor.holder).toMatchObject({ participantId: 'delegate-2', limitSeconds: 180 });
	});

	test('whom the key would invite is reached for when the hand is on its way, and stays so once it has invited', () => {
		const keys = keysOf('chair');
		keys.near();
		expect(reach).not.toHaveBeenCalled();
		for (const each of ['delegate-1', 'delegate-2']) meeting.give(each, 'request-floor', {});
		keys.watch();
		vi.advanceTimersByTime(600);
		keys.near();
		expect(reach.mock.calls).toEqual([[['delegate-1']]]);
		expect(keys.stay()).toBeUndefined();
		keys.press('invite-next');
		expect(keys.stay()).toBe(leave);
		expect(stay.mock.calls).toEqual([['delegate-2']]);
		meeting.give('delegate-2', 'withdraw-floor', {});
		expect(keys.stay()).toBeUndefined();
	});

	test('a minute more is given to who speaks, by who may', () => {
		press('delegate-1', 'one-minute');
		expect(extendSpeech).not.toHaveBeenCalled();
		press('operator', 'one-minute');
		expect(extendSpeech).toHaveBeenCalledWith(1);
	});

	test.each(['next-item', 'invite-next'] as const)('%s does nothing for a delegate', (shortcut) => {
		meeting.give('delegate-1', 'request-floor', {});
		press('delegate-2', shortcut);
		expect(asked, 'not even to be refused').toEqual([]);
	});

	test('that keys of one character are off is remembered', () => {
		const keys = keysOf('chair');
		expect(keys.single).toBe(true);
		keys.setSingle(false);
		expect(keysOf('chair').single).toBe(false);
	});
});
