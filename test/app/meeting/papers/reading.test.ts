import '#test/support/runes.ts';
import { Reading } from '#lib/meeting/papers/reading.svelte.ts';
import type { Room } from '#lib/meeting/room.svelte.ts';
import { beforeEach, expect, test } from 'vitest';

const shown = { participantId: 'chair', documentId: 'd', versionId: 'v', title: 'Kế hoạch', page: 1 };

/** A presenter's room whose server answers when it is told to. */
let state: { presenting: typeof shown | null };
let sent: { versionId: string; page: number }[];
let answer: (ok: boolean) => Promise<void>;
let reading: Reading;

beforeEach(() => {
	state = { presenting: shown };
	sent = [];
	let settle: (ok: boolean) => void = () => {};
	const act = (_name: string, input: { versionId: string; page: number }) => {
		sent.push(input);
		return new Promise<boolean>((resolve) => (settle = resolve));
	};
	const room = { me: 'chair', live: { state }, place: { current: { follow: true } }, act };
	reading = new Reading(room as unknown as Room, '');
	answer = async (ok) => {
		const asked = sent.at(-1);
		if (ok && asked && state.presenting) state.presenting = { ...state.presenting, page: asked.page };
		settle(ok);
		await new Promise((resolve) => setImmediate(resolve));
	};
});

const press = (times: number) => {
	for (let each = 0; each < times; each++) reading.turn(reading.page + 1, 24);
};

test('each of four quick presses turns a page at once, and the last one counts for those who follow', async () => {
	press(4);
	expect(reading.page).toBe(5);
	expect(reading.presentedPage).toBe(5);
	await answer(true);
	expect(reading.page).toBe(5);
	await answer(true);
	expect(sent.map(({ page }) => page)).toEqual([2, 5]);
	expect(state.presenting?.page).toBe(5);
	expect(reading.page).toBe(5);
});

test('turning forth and back again while the first is on its way ends where it began', async () => {
	press(1);
	reading.turn(1, 24);
	expect(reading.page).toBe(1);
	await answer(true);
	await answer(true);
	expect(sent.map(({ page }) => page)).toEqual([2, 1]);
	expect(state.presenting?.page).toBe(1);
});

test('a refusal shows the page that the others see', async () => {
	press(2);
	await answer(false);
	expect(reading.page).toBe(1);
	press(1);
	expect(reading.page).toBe(2);
});

test('what somebody else presents meanwhile is not turned', async () => {
	press(3);
	state.presenting = { ...shown, participantId: 'other', versionId: 'w', page: 7 };
	await answer(true);
	expect(sent).toHaveLength(1);
	expect(sent[0]).toEqual({ versionId: 'v', page: 2 });
});

test('what is presented is not shown any more when its day has ended', () => {
	reading.shut = ['another'];
	expect(reading.versionId).toBe('v');
	reading.shut = ['d'];
	expect([reading.presented, reading.follows]).toEqual([null, false]);
});
