import { expect, test } from 'vitest';
import { Homes } from '#live/media/homes.ts';

test('what a node says to have makes nobody move, and no more devices than a meeting has', () => {
	const homes = new Homes(
		() => {},
		() => {},
	);
	homes.set('device', 'huyen');
	homes.find('device', 'another');
	for (let index = 0; index < 6_000; index += 1) homes.find(`claimed-${index}`, 'another');
	expect([homes.nodeOf('device'), homes.deviceIds.length]).toEqual(['huyen', 5_000]);
	homes.set('one more, who came', 'huyen');
	expect(homes.nodeOf('one more, who came')).toBe('huyen');
});
