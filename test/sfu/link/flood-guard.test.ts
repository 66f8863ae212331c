import { expect, test } from 'vitest';
import { FloodGuard } from '#sfu/link/flood-guard.ts';

test('what hundreds of devices that come at once make a node say passes; ten times as much, and garbage, do not', () => {
	const guard = new FloodGuard();
	const tracks = 320 * 12;
	for (let each = 0; each < tracks; each++) expect(guard.heard(3_000)).toBe(true);
	const flooded = Array.from({ length: 10 * tracks }, () => guard.heard(3_000));
	expect(flooded).toContain(false);
	const garbled = new FloodGuard();
	const heard = Array.from({ length: 25 }, () => garbled.heardGarbage());
	expect(heard.indexOf(false)).toBeGreaterThanOrEqual(20);
});
