import { Following } from '#sfu/conference/following.ts';
import type { Origin } from '#sfu/conference/origin.ts';
import type { Seat } from '#sfu/conference/seat.ts';
import type { SourceKey } from '#sfu/conference/stage-diff.ts';
import type { Taker } from '#sfu/conference/taker.ts';
import type { Layers } from '#sfu/link/contract-endpoint.ts';
import { pino } from 'pino';
import { beforeEach, expect, test, vi } from 'vitest';

const camera: SourceKey = 'camera/speaker';
let done: string[];
let takers: Taker[];
let following: Following;

/** Whoever it is: an endpoint, a recorder, a neighbour. */
const taker = (id: string, layers: Layers): Taker => ({
	id,
	seat: {} as Seat,
	layersTaken: (key) => (key === camera ? layers : 0),
	flows: () => false,
	lacks: () => false,
	takesSmall: () => false,
	surelyLacks: async () => false,
	awaits: () => false,
	noteMuted() {},
	reconcile() {
		done.push(`${id} begins`);
		return {
			begin: [{ key: camera, flows: false, start: async () => void done.push(`${id} starts`) }],
			hear: () => void done.push(`${id} hears`),
			settle: () => void done.push(`${id} settles`),
			make: (what) => void done.push(`${id} asks for ${what}`),
		};
	},
});

const port: ConstructorParameters<typeof Following>[0] = {
	takers: () => takers,
	taker: (id) => takers.find((each) => each.id === id),
	origin: () => undefined,
	published: () => new Map(),
	onDemand: () => done.push('demand'),
	onStage: () => done.push('stage'),
	times: { holdDown: 0, gather: 0 },
	log: pino({ level: 'silent' }),
};

beforeEach(() => {
	done = [];
	takers = [];
	following = new Following(port);
});

const onMain = { tracks: [{ endpointId: 'speaker', source: 'camera', place: 'main' }] } as const;
const show = (raised: string[] = []) =>
	following.setStage({ tracks: [...onMain.tracks], cued: [], raised }, () => false);

test('what is taken of a source is the most that anybody takes who receives it', async () => {
	takers = [taker('room', 1), taker('recorder', 3), taker('neighbour', 2)];
	expect(following.layersTaken(camera), 'it is nowhere').toBe(0);
	following.setViews([{ endpointId: 'neighbour', cameras: ['speaker'] }]);
	expect(following.layersTaken(camera), 'one looks at it').toBe(2);
	await show();
	expect(following.layersTaken(camera)).toBe(3);
	takers = takers.filter(({ id }) => id === 'room');
	expect(following.layersTaken(camera)).toBe(1);
	await show(['speaker']);
	expect(following.layersTaken(camera), 'whom the chair reaches for is to be large at once').toBe(3);
});

test('each follows once, however much changes in one turn, and nobody settles before all have started', async () => {
	takers = [taker('a', 1), taker('b', 1)];
	await show();
	await expect.poll(() => done.at(-1)).toBe('b asks for others');
	done = [];
	for (let change = 0; change < 3; change += 1) following.followSource(camera);
	following.setViews([{ endpointId: 'b', cameras: ['other'] }]);
	await expect
		.poll(() => done)
		.toEqual([
			'a begins',
			'b begins',
			'demand',
			'a starts',
			'b starts',
			'a hears',
			'b hears',
			'a settles',
			'b settles',
			'a asks for pictures',
			'b asks for pictures',
			'a asks for others',
			'b asks for others',
		]);
});

test('who comes on the stage learns of it before the workers are asked for hundreds of takers', async () => {
	takers = [taker('a', 1)];
	await show();
	await expect.poll(() => done.at(-1)).toBe('a asks for others');
	expect(done.slice(0, 2)).toEqual(['stage', 'a begins']);
});

test('what takers lack is asked for in pieces, all pictures that are to be seen before the others: what the first are answered is told meanwhile', async () => {
	takers = Array.from({ length: 40 }, (_, index) => taker(String(index), 1));
	following.follow(takers);
	const asked = () => done.filter((what) => what.includes('asks for')).map((what) => what.split(' ').at(-1));
	await new Promise(setImmediate);
	expect(asked().length).toBeLessThan(40);
	await expect.poll(asked).toEqual([...Array<string>(40).fill('pictures'), ...Array<string>(40).fill('others')]);
});

test.each([
	['flows on for those who see it small, where few have not begun', 3, 1, 0],
	['is held back for those who begin, where they are more', 1, 3, 1],
])('a picture that becomes large %s', async (_what, seeing, beginning, held) => {
	const hold = vi.fn(() => ({ held: Promise.resolve(), letGo: async () => {} }));
	const origin = { getSent: () => ({ hold, muted: false, heldLately: false }) } as unknown as Origin;
	takers = Array.from({ length: seeing + beginning }, (_, index) => {
		const flows = index < seeing;
		const begin = [{ key: camera, flows, start: async () => {} }];
		const reconcile = () => ({ begin, hear() {}, settle: () => void done.push('settles'), make() {} });
		return { ...taker(String(index), 3), flows: () => flows, reconcile };
	});
	const shown = { endpointId: 'speaker', source: 'camera', producerId: 'p', muted: false, silent: false } as const;
	following = new Following({ ...port, origin: () => origin, published: () => new Map([[camera, shown]]) });
	following.follow(takers);
	await expect.poll(() => done).toHaveLength(1 + takers.length);
	expect(hold).toHaveBeenCalledTimes(held);
	following.close();
});

test('who begins nothing settles in the same turn', async () => {
	takers = [
		{
			...taker('a', 1),
			reconcile: () => ({ begin: [], hear() {}, settle: () => void done.push('a settles'), make() {} }),
		},
	];
	following.follow(takers);
	await Promise.resolve();
	expect(done).toEqual(['demand', 'a settles']);
});

test('nobody follows after the end', async () => {
	takers = [taker('a', 1)];
	following.follow(takers);
	following.close();
	await Promise.resolve();
	expect(done).toEqual([]);
});

test('a start that a worker never answers keeps the rest of a change back for half a second, and no longer', async () => {
	vi.useFakeTimers();
	try {
		const hung = taker('hung', 1);
		const never = async () => {
			await new Promise(() => {});
		};
		const starts = () => ({ ...hung.reconcile(), begin: [{ key: camera, flows: false, start: never }] });
		takers = [{ ...hung, reconcile: starts }];
		void show();
		await vi.advanceTimersByTimeAsync(490);
		expect(done).not.toContain('hung settles');
		await vi.advanceTimersByTimeAsync(20);
		expect(done).toContain('hung settles');
	} finally {
		vi.useRealTimers();
	}
});
