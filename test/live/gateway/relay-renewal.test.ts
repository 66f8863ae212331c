import { RelayRenewal } from '#live/gateway/relay-renewal.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const hours = (count: number) => vi.advanceTimersByTime(count * 3_600_000);

test('who stays for days gets new credentials well before a day is over, each time; who comes and goes, none besides', () => {
	const room = { id: 'room' };
	const guest = { id: 'guest' };
	const devices = new Set([room]);
	const renewed: [string, number][] = [];
	const start = Date.now();
	const renewal = new RelayRenewal(
		() => devices,
		({ id }) => renewed.push([id, (Date.now() - start) / 3_600_000]),
	);
	hours(5);
	devices.add(guest);
	hours(6);
	devices.delete(guest);
	hours(37);
	expect(renewed.map(([id]) => id)).toEqual(['room', 'room', 'room']);
	const at = [0, ...renewed.map(([, hour]) => hour), 48];
	for (const [index, hour] of at.slice(1).entries()) expect(hour - (at[index] ?? 0)).toBeLessThan(20);
	renewal.close();
	hours(48);
	expect(renewed).toHaveLength(3);
});
