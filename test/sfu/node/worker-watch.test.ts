import { pino } from 'pino';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import type { MediaWorker } from '#sfu/node/media-worker.ts';
import { progressOf } from '#sfu/node/progress.ts';
import { WorkerWatch } from '#sfu/node/worker-watch.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** `share`: of a processor that the first one is given. */
function watchTwo({ share = 0, runnable = false, until = Infinity } = {}) {
	const begun = performance.now();
	const hangs = new Set<number>();
	const killed: number[] = [];
	const workers = [0, 1].map(
		(index) =>
			({
				index,
				pid: index,
				closed: false,
				shedding: 0,
				measure: () => (hangs.has(index) ? new Promise(() => {}) : Promise.resolve({ cpuMs: 0, maxRssKib: 0 })),
				kill: () => void killed.push(index),
			}) as unknown as MediaWorker,
	);
	const sample = vi.fn(async (worker: MediaWorker) => {
		await worker.measure();
		return { cpu: 0, answerMs: 0 };
	});
	const alive = () => workers.filter(({ index }) => !killed.includes(index));
	const watch = new WorkerWatch({
		workers: alive,
		onShedding: () => {},
		log: pino({ level: 'silent' }),
		sample,
		progressOf: (pid) =>
			pid === 0 ? { cpuMs: Math.min(performance.now(), begun + until) * share, runnable } : undefined,
	});
	onTestFinished(() => watch.close());
	return { watch, workers, hangs, killed, sample };
}

test.each([0, 240, 500, 990])('one that hangs %i ms after a question is killed 3 to 3.5 s later', async (after) => {
	const { watch, workers, hangs, killed } = watchTwo();
	const [hung, other] = workers as [MediaWorker, MediaWorker];
	await vi.advanceTimersByTimeAsync(5_000 + after);
	hangs.add(0);
	await vi.advanceTimersByTimeAsync(800);
	expect([watch.isSilent(hung), watch.isSilent(other)]).toEqual([true, false]);
	await vi.advanceTimersByTimeAsync(2_199);
	expect(killed).toEqual([]);
	await vi.advanceTimersByTimeAsync(501);
	expect(killed).toEqual([0]);
});

test.each([
	['does nothing', { share: 0 }, true],
	['gets little of the processor', { share: 0.1 }, false],
	['waits for the processor all the time', { share: 0, runnable: true }, false],
	['has a processor to itself and is behind all the same', { share: 0.9, runnable: true }, false],
])('one that does not answer and %s is killed after 3 s only if it is not at work', async (_what, progress, soon) => {
	const { hangs, killed } = watchTwo(progress);
	hangs.add(0);
	await vi.advanceTimersByTimeAsync(4_000);
	expect(killed).toEqual(soon ? [0] : []);
	await vi.advanceTimersByTimeAsync(12_000);
	expect(killed).toEqual([0]);
});

test('one that worked a little before it stopped is not taken for one that is given little', async () => {
	const { hangs, killed } = watchTwo({ until: 6_200, share: 0.3 });
	await vi.advanceTimersByTimeAsync(5_000);
	hangs.add(0);
	await vi.advanceTimersByTimeAsync(5_000);
	expect(killed).toEqual([0]);
});

test('what a process gets of the processor is read from the system', () => {
	const before = progressOf(process.pid);
	const end = process.cpuUsage().user + 30_000;
	while (process.cpuUsage().user < end);
	const after = progressOf(process.pid);
	expect(after?.runnable).toBe(true);
	expect((after?.cpuMs ?? 0) - (before?.cpuMs ?? 0)).toBeGreaterThanOrEqual(10);
	expect(progressOf(2 ** 30)).toBeUndefined();
});

test('how a worker does is looked at once a second, however often it is asked whether it is there', async () => {
	const { workers, sample, hangs } = watchTwo();
	const samples = () => sample.mock.calls.filter(([worker]) => worker === workers[0]);
	await vi.advanceTimersByTimeAsync(10_000);
	expect(samples()).toHaveLength(10);
	hangs.add(0);
	await vi.advanceTimersByTimeAsync(2_900);
	expect(samples(), 'of one standstill one sample').toHaveLength(11);
});
