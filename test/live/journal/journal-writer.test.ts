import { canonicalOf } from '#db/journal/entry.ts';
import { JournalWriter } from '#live/journal/journal-writer.ts';
import { createTestMeeting } from '#test/support/test-meeting.ts';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryDatabase } from '../../db/temporary-database.ts';

test('what has come meanwhile is heard between a deed and its commit', async () => {
	const db = temporaryDatabase();
	const { id } = createTestMeeting(db, { delegates: 1 });
	const writer = new JournalWriter(db, pino({ level: 'silent' }));
	onTestFinished(() => writer.close());
	const order: string[] = [];
	await new Promise<void>((resolve, reject) => {
		const event = { type: 'meeting-started' } as const;
		const payload = canonicalOf(event);
		const stream = { kind: 'meeting', id } as const;
		writer.write({
			meetingId: id,
			entries: [{ seq: 1, at: 1, by: 'system', event, payload, stream, deviceId: null, requestId: null }],
			settled(failure) {
				order.push('committed');
				if (failure === undefined) resolve();
				else reject(new Error('not written', { cause: failure }));
			},
		});
		order.push('done');
		// At the end of this turn, as whatever comes in the next is heard after it.
		setImmediate(() => order.push('the turn ends'));
	});
	expect(order).toEqual(['done', 'the turn ends', 'committed']);
});
