import { canonicalOf } from '#db/journal/entry.ts';
import { JournalWriter } from '#live/journal/journal-writer.ts';
import { createTestMeeting } from '#test/support/test-meeting.ts';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryDatabase } from '../../db/temporary-database.ts';

/** Of one meeting, one after the other; `written`: by number, how it went. */
function writings(meetingId: string, numbers: readonly number[], written: (number: number, how: string) => void) {
	const event = { type: 'meeting-started' } as const;
	const stream = { kind: 'meeting', id: meetingId } as const;
	const said = { at: 1, by: 'system', event, payload: canonicalOf(event), stream, deviceId: null, requestId: null };
	return numbers.map((seq, index) => ({
		meetingId,
		entries: [{ ...said, seq }],
		settled: (failure?: unknown) =>
			written(index, failure === undefined ? 'written' : failure === 'overtaken' ? failure : 'failed'),
	}));
}

test('of hundreds that come at once some are written in each turn, in order; where one fails those after it are overtaken', async () => {
	const db = temporaryDatabase();
	const { id } = createTestMeeting(db, { delegates: 1 });
	let commits = 0;
	const observer = { journalWritten: () => void (commits += 1), timed() {} };
	const writer = new JournalWriter(db, pino({ level: 'silent' }), observer);
	onTestFinished(() => writer.close());
	const all = async (numbers: readonly number[]) => {
		const told: [number, string][] = [];
		await new Promise<void>((resolve) => {
			const each = writings(id, numbers, (number, how) => {
				told.push([number, how]);
				if (told.length === numbers.length) resolve();
			});
			for (const one of each) writer.write(one);
		});
		return told;
	};
	const numbers = Array.from({ length: 150 }, (_, index) => index + 1);
	expect(await all(numbers)).toEqual(numbers.map((_, index) => [index, 'written']));
	expect(commits).toBe(5);
	// The second one is there already.
	const more = [151, 3, ...numbers.map((number) => 151 + number)];
	expect(await all(more)).toEqual(
		more.map((_, index) => [index, index === 0 ? 'written' : index === 1 ? 'failed' : 'overtaken']),
	);
});

test('what has come meanwhile is heard between a deed and its commit', async () => {
	const db = temporaryDatabase();
	const { id } = createTestMeeting(db, { delegates: 1 });
	const writer = new JournalWriter(db, pino({ level: 'silent' }));
	onTestFinished(() => writer.close());
	const order: string[] = [];
	await new Promise<void>((resolve) => {
		for (const one of writings(id, [1], (_, how) => resolve(void order.push(how)))) writer.write(one);
		order.push('done');
		// At the end of this turn, as whatever comes in the next is heard after it.
		setImmediate(() => order.push('the turn ends'));
	});
	expect(order).toEqual(['done', 'the turn ends', 'written']);
});
