import { pino } from 'pino';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import type { MediaWorker } from '#sfu/node/media-worker.ts';
import { WorkerWatch } from '#sfu/node/worker-watch.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watchTwo() {
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
	const watch = new WorkerWatch({ workers: alive, onShedding: () => {}, log: pino({ level: 'silent' }), sample });
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

test('how a worker does is looked at once a second, however often it is asked whether it is there', async () => {
	const { workers, sample } = watchTwo();
	await vi.advanceTimersByTimeAsync(10_000);
	expect(sample.mock.calls.filter(([worker]) => worker === workers[0])).toHaveLength(10);
});
