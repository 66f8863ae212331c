import type { Presence } from '#meeting/attendance.ts';
import { allPresences, differingIn, noPresences, presenceOf, withPresence } from '#meeting/presences.ts';
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';

const presence = (device: string): Presence => ({
	lastLeftAt: null,
	devices: [device],
	soundRank: 1,
	stretches: [],
	word: null,
});

test('of hundreds who are known one who changes is written, and the few beside them in the same part', () => {
	const ids = Array.from({ length: 624 }, () => randomUUID());
	const came = ids.reduce((known, id) => withPresence(known, id, presence(id)), noPresences);
	expect(new Map(allPresences(came)).size).toBe(624);
	for (const id of ids) expect(presenceOf(came, id)?.devices).toEqual([id]);
	expect(presenceOf(came, 'nobody')).toBeUndefined();

	const [who = ''] = ids;
	const after = withPresence(came, who, presence('another'));
	expect(presenceOf(after, who)?.devices).toEqual(['another']);
	expect(presenceOf(came, who)?.devices).toEqual([who]);
	expect(differingIn(after, came)).toEqual([who]);
	const written = after.filter((part, index) => part !== came[index]);
	expect(written).toHaveLength(1);
	expect(Object.keys(written[0] ?? {}).length).toBeLessThan(60);
});
