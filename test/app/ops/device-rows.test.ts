import { deviceRows, type SortKey } from '#lib/ops/device-rows.ts';
import { spread, summariseLine } from '#lib/ops/plot-data.ts';
import type { DeviceFigures } from '#live/ops/figures.ts';
import { expect, test } from 'vitest';

const device = (id: string, grade: DeviceFigures['grade'], kbps: number, loss: number | null): DeviceFigures => ({
	deviceId: `device-${id}`,
	participantId: id,
	worker: 0,
	grade,
	home: null,
	link:
		grade === null
			? null
			: {
					protocol: 'udp',
					down: { kbps, pps: 1, availableKbps: null, loss, rttMs: 10, score: 10 },
					up: { kbps: 0, loss: null, score: null, silent: [] },
					carrying: 'all',
				},
});
const devices = [
	device('a', 'good', 100, 0),
	device('b', null, 0, null),
	device('c', 'weak', 50, 0.2),
	device('d', 'fair', 900, null),
];
const owners = new Map(
	[
		['a', 'Xã Đông Sơn'],
		['b', 'Xã Nam Tiến'],
		['c', 'Thọ Xuân'],
		['d', 'Bá Thước'],
	].map(([id = '', name = '']) => [id, { id, name, unitName: 'UBND' }]),
);
const order = (key: SortKey, reverse = false, search = '') =>
	deviceRows(devices, owners, { search, key, reverse }).map(({ participantId }) => participantId);

test('the worst stand first, what is not measured last', () => {
	expect(order('grade')).toEqual(['c', 'd', 'a', 'b']);
	expect(order('loss')).toEqual(['c', 'a', 'd', 'b']);
	expect(order('down')).toEqual(['d', 'a', 'c', 'b']);
	expect(order('down', true)).toEqual(['b', 'c', 'a', 'd']);
	expect(order('name')).toEqual(['d', 'c', 'a', 'b']);
});

test('what sends nothing that it should stands before any weak link', () => {
	const silent = device('a', 'good', 100, 0);
	silent.link?.up.silent.push('camera');
	const rows = deviceRows([...devices.slice(1), silent], owners, { search: '', key: 'grade', reverse: false });
	expect(rows.map(({ participantId }) => participantId)).toEqual(['a', 'c', 'd', 'b']);
});

test('names are found without their marks', () => {
	expect(order('name', false, ' dong son')).toEqual(['a']);
	expect(order('name', false, 'ubnd')).toHaveLength(4);
});

test('a line in words, and the rows of its table', () => {
	expect(summariseLine({ label: 'x', values: [null, 3, 1, 2, null] })).toEqual({ now: 2, least: 1, most: 3 });
	expect(summariseLine({ label: 'x', values: [null] })).toBeUndefined();
	expect(spread(3, 10)).toEqual([0, 1, 2]);
	expect(spread(300, 10)).toEqual([29, 59, 89, 119, 149, 179, 209, 239, 269, 299]);
});
