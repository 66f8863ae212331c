import { expect, test } from 'vitest';
import { Gaps } from './endpoint/rtp/gaps.ts';
import { Lateness } from './endpoint/sending/lateness.ts';

/** Voices are sent every 40 ms, and take 10 on the way. */
const due = (packet: number) => 1_000 + packet * 40;
const way = 10;

test('what is sent late makes a gap that is not the receiver’s line’s', () => {
	const [gaps, lateness] = [new Gaps(), new Lateness()];
	// The sender stood still until 1,200, and then sent all that had been due.
	const sent = [1_000, 1_040, 1_200, 1_200, 1_200, 1_200];
	for (const [packet, at] of sent.entries()) lateness.note(packet, at - due(packet));
	for (const [packet, at] of sent.entries()) gaps.note(at + way, lateness.of(packet));
	expect(gaps.take(1_220)).toEqual({ ms: 160, sentInTimeMs: 40 });
	expect(gaps.take(1_230), 'since then').toEqual({ ms: 20, sentInTimeMs: 20 });
});

test('what is lost or held up on the way is a gap, whoever was late meanwhile', () => {
	const [gaps, lateness] = [new Gaps(), new Lateness()];
	lateness.note(5, 30);
	gaps.note(due(0) + way, lateness.of(0));
	gaps.note(due(5) + 30 + 50, lateness.of(5));
	expect(gaps.take(due(5) + 90)).toEqual({ ms: 270, sentInTimeMs: 240 });
});

test('one that lasts is counted as far as has been looked, and nothing before the first packet', () => {
	const gaps = new Gaps();
	expect(gaps.take(5_000)).toEqual({ ms: 0, sentInTimeMs: 0 });
	gaps.note(1_000, 0);
	expect(gaps.take(1_300)).toEqual({ ms: 300, sentInTimeMs: 300 });
	gaps.note(1_400, 0);
	expect(gaps.take(1_400)).toEqual({ ms: 400, sentInTimeMs: 400 });
});

test('of the latest late packets it is known, however many there were', () => {
	const lateness = new Lateness();
	for (let packet = 0; packet < 20_000; packet += 1) lateness.note(packet, 50);
	expect([lateness.of(0), lateness.of(19_999), lateness.of(30_000)]).toEqual([0, 50, 0]);
});
