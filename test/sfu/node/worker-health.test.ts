import { healthy, nextHealth, type WorkerHealth, type WorkerSample } from '#sfu/node/worker-health.ts';
import { expect, test } from 'vitest';

const easy: WorkerSample = { cpu: 0.3, answerMs: 2 };
const busy: WorkerSample = { cpu: 0.8, answerMs: 20 };
const full: WorkerSample = { cpu: 0.99, answerMs: 80 };
const late: WorkerSample = { cpu: 0.5, answerMs: 900 };

const after = (count: number, sample: WorkerSample, health: WorkerHealth = healthy): WorkerHealth =>
	count === 0 ? health : after(count - 1, sample, nextHealth(health, sample));

test.each([
	['has no core left', full],
	['answers late', late],
])('a worker that %s for three seconds sheds, and more after three more, then no more', (_, sample) => {
	expect(after(2, sample).shedding).toBe(0);
	expect(after(3, sample).shedding).toBe(1);
	expect(after(6, sample).shedding).toBe(2);
	expect(after(60, sample).shedding).toBe(2);
});

test('one full second, as of a key frame to hundreds, is none', () => {
	expect(after(1, full, after(1, busy, after(2, full))).shedding).toBe(0);
});

test('it takes up again what it shed after ten easy seconds each, and not while it is busy', () => {
	const shedding = after(6, full);
	expect(after(60, busy, shedding).shedding).toBe(2);
	expect(after(9, easy, shedding).shedding).toBe(2);
	expect(after(10, easy, shedding).shedding).toBe(1);
	expect(after(20, easy, shedding).shedding).toBe(0);
	expect(after(30, easy, shedding).shedding).toBe(0);
});
