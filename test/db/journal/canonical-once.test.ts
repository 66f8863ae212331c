import { canonicalOf, firstHash, toRow } from '#db/journal/entry.ts';
import type { MeetingEvent } from '#meeting/record.ts';
import { expect, test } from 'vitest';

test('an event is brought into its form once, and written as it was then', () => {
	let looks = 0;
	const event: MeetingEvent = {
		type: 'floor-requested',
		get participantId() {
			looks += 1;
			return 'chair';
		},
	};
	const entry = {
		seq: 1,
		at: 1,
		by: 'chair',
		event,
		payload: canonicalOf(event),
		stream: { kind: 'meeting', id: 'm' },
		deviceId: null,
		requestId: null,
	} as const;
	const before = looks;
	expect(toRow(entry, firstHash).payload).toBe('{"participantId":"chair","type":"floor-requested"}');
	expect(looks).toBe(before);
});
