import { eventVersions, NewerEvent, upcast } from '#meeting/upcast.ts';
import { expect, test } from 'vitest';

const known = { 'note-written': 3 };
const turned = {
	'note-written': {
		1: (note: { text: string }) => ({ ...note, kind: 'gist' }),
		2: (note: { kind: string }) => ({ ...note, itemId: null }),
	},
};
const note = (v: number, more: object = {}) => ({
	type: 'note-written',
	v,
	payload: { type: 'note-written', text: 'Đồng ý', ...more },
});

test('an event of an earlier version is read as one of now, version by version', () => {
	const now = { type: 'note-written', text: 'Đồng ý', kind: 'gist', itemId: null };
	expect(upcast(note(1), known, turned)).toEqual(now);
	expect(upcast(note(2, { kind: 'remark' }), known, turned)).toEqual({ ...now, kind: 'remark' });
	expect(upcast(note(3, { kind: 'remark', itemId: 'x' }), known, turned)).toEqual({
		...now,
		kind: 'remark',
		itemId: 'x',
	});
});

test('an event that a later release has written is refused, never taken for one of now', () => {
	expect(() => upcast(note(4), known, turned)).toThrow(NewerEvent);
	expect(() => upcast({ type: 'paper-stamped', v: 1, payload: {} })).toThrow('paper-stamped v1');
	const [type] = Object.keys(eventVersions);
	expect(() => upcast({ type: type ?? '', v: 99, payload: {} })).toThrow(`${type} v99`);
});

test('every version of every kind that was ever written can be read', () => {
	for (const [type, present] of Object.entries(eventVersions))
		for (let v = 1; v <= present; v += 1)
			expect(() => upcast({ type, v, payload: { type } }), `${type} v${v}`).not.toThrow(/nothing turns/);
});
