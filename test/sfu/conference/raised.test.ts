import { Raised } from '#sfu/conference/raised.ts';
import type { Lease } from '#sfu/conference/pipes.ts';
import type { Seat } from '#sfu/conference/seat.ts';
import { sourceKey } from '#sfu/conference/stage-diff.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const camera = sourceKey('camera', 'a');
const [near, far] = [{}, {}] as [Seat, Seat];
let seats: Seat[];
let refuses: boolean;
/** What was asked of whom, in this order. */
let course: string[];
let raised: Raised;

beforeEach(() => {
	vi.useFakeTimers();
	seats = [near];
	refuses = false;
	course = [];
	const name = (seat: Seat) => (seat === near ? 'near' : 'far');
	raised = new Raised({
		published: () =>
			new Map([[camera, { endpointId: 'a', source: 'camera', producerId: 'p', muted: false, silent: false }]]),
		seatsFor: () => seats,
		lead: async (_, seat): Promise<Lease> => {
			course.push(`lead ${name(seat)}`);
			if (refuses) throw new Error('its worker is gone');
			return {
				take: async () => void course.push(`take ${name(seat)}`),
				release: () => course.push(`release ${name(seat)}`),
			};
		},
		holdDown: 5_000,
	});
});
afterEach(() => {
	raised.close();
	vi.useRealTimers();
});

const settled = () => vi.advanceTimersByTimeAsync(0);

test('whom the chair reaches for comes to each worker once, and to one that has takers later', async () => {
	raised.follow(new Set([camera]));
	raised.follow(new Set([camera]));
	await settled();
	expect(course).toEqual(['lead near', 'take near']);
	seats = [near, far];
	raised.follow(new Set([camera]));
	await settled();
	expect(course.slice(2)).toEqual(['lead far', 'take far']);
});

test('what failed is tried again the next time', async () => {
	refuses = true;
	raised.follow(new Set([camera]));
	await settled();
	refuses = false;
	raised.follow(new Set([camera]));
	await settled();
	expect(course).toEqual(['lead near', 'lead near', 'take near']);
});

test('it flows on for a while when it is raised no more, and is given back then', async () => {
	raised.follow(new Set([camera]));
	await settled();
	raised.follow(new Set());
	await vi.advanceTimersByTimeAsync(4_900);
	raised.follow(new Set([camera]));
	raised.follow(new Set());
	await vi.advanceTimersByTimeAsync(4_900);
	expect(course).toEqual(['lead near', 'take near']);
	await vi.advanceTimersByTimeAsync(200);
	expect(course.at(-1)).toBe('release near');
});
