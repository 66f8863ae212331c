import { Broadcaster } from '#live/gateway/broadcaster.ts';
import type { Recorded } from '#meeting/record.ts';
import { expect, onTestFinished, test, vi } from 'vitest';

test('what could not be sent, at once or when its time came, is said, and what comes next is sent', () => {
	vi.useFakeTimers();
	onTestFinished(() => void vi.useRealTimers());
	const [sent, failures]: [number[], unknown[]] = [[], []];
	const broadcaster = new Broadcaster(
		(records) => {
			const seqs = records.map(({ seq }) => seq);
			if (seqs.some((seq) => seq < 3)) throw new Error(`not ${seqs.join()}`);
			sent.push(...seqs);
		},
		(error) => failures.push((error as Error).message),
	);
	const add = (seq: number) =>
		broadcaster.add([{ seq, at: 0, by: 'system', event: { type: 'meeting-started' } } satisfies Recorded]);
	add(1);
	add(2);
	expect(failures).toEqual(['not 1']);
	vi.runOnlyPendingTimers();
	add(3);
	vi.runAllTimers();
	expect(failures).toEqual(['not 1', 'not 2']);
	expect(sent).toEqual([3]);
});
