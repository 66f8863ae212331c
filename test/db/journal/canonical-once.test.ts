import { firstHash, requireCanonical, toRow } from '#db/journal/entry.ts';
import type { MeetingEvent } from '#meeting/record.ts';
import { expect, test } from 'vitest';

test('an event that was checked is written as it was checked, and brought into its form once', () => {
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
		stream: { kind: 'meeting', id: 'm' },
		deviceId: null,
		requestId: null,
	} as const;
	const unchecked = toRow(entry, firstHash);
	requireCanonical(event);
	const before = looks;
	const row = toRow(entry, firstHash);
	expect(looks).toBe(before);
	expect(row).toEqual(unchecked);
});
