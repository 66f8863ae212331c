import { expect, it } from 'vitest';
import type { Device } from '#lib/media/device-list.svelte.ts';
import { bestOf, rankChosen, systemDefault, type ChosenDevice } from '#lib/media/device-rank.ts';

const [a, b, c] = ['a', 'b', 'c'].map((id) => ({ id, label: `device ${id}` })) as [
	ChosenDevice,
	ChosenDevice,
	ChosenDevice,
];
const usual = { id: systemDefault, label: '' };
const present = (...devices: ChosenDevice[]): Device[] =>
	devices.map(({ id, label }) => ({ deviceId: id, label, groupId: '' }));

it('the first that is plugged in is used, by its name where its id is another; none: the system’s default', () => {
	expect(bestOf([a, b], present(b, c))).toBe('b');
	expect(bestOf([a, b], present(c))).toBeNull();
	expect(bestOf([a, b], [...present(b), { deviceId: 'new', label: a.label, groupId: '' }])).toBe('new');
	expect(bestOf([usual, b], present(b)), 'the person has left it to the system').toBeNull();
});

it('before access is allowed nobody knows what is there: the browser is asked for the first choice', () => {
	expect([bestOf([a, b], []), bestOf([usual, a], []), bestOf([], [])]).toEqual(['a', null, null]);
});

it('a choice outranks what it was preferred to, and leaves above it what was not there', () => {
	expect(rankChosen([a, b], c, present(b, c))).toEqual([a, c, b]);
	expect(rankChosen([a, b], c, present(a, b, c))).toEqual([c, a, b]);
	expect(rankChosen([a, b], usual, present(b))).toEqual([a, usual, b]);
	expect(rankChosen([usual], a, present(a))).toEqual([a, usual]);
	expect(rankChosen([b, a], { id: 'new', label: a.label }, present(b))).toEqual([{ id: 'new', label: a.label }, b]);
});
