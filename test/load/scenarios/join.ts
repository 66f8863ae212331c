import { percentiles, type Percentiles } from '#test/support/percentiles.ts';
import type { Stand } from '../run/stand.ts';

interface JoinFigures {
	readonly joined: number;
	/** from a site's connecting to its first media packet, ms */
	readonly join_ms: Percentiles;
	/** attempts to join that had to be repeated */
	readonly join_retries: number;
	readonly join_event_loop_p99_ms: number;
	readonly join_event_loop_max_ms: number;
	readonly join_cpu_ms: {
		readonly control: number;
		readonly node: number;
		readonly workers: number;
		readonly sites: number;
	};
}

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

/** All sites come at once; the first of them has the floor, and the others are to see it. */
export async function join(stand: Stand): Promise<JoinFigures> {
	stand.say(`${stand.sites.length} sites come at once`);
	stand.product.resetLoop();
	const before = stand.cpu();
	await stand.role.call('start', undefined as never);
	await stand.untilAllWatch(120);
	const loop = await stand.product.readLoop();
	const after = stand.cpu();
	// The speaker sees nobody: the others' times are the figure.
	const times = (await stand.role.call('joins', undefined as never)).slice(1).filter((time) => time !== null);
	stand.mustHold(times.length + 1 === stand.sites.length, `${times.length + 1} of ${stand.sites.length} sites joined`);
	const { retries } = await stand.role.call('counters', undefined as never);
	return {
		joined: times.length + 1,
		join_ms: percentiles(times),
		join_retries: retries,
		join_event_loop_p99_ms: loop.p99,
		join_event_loop_max_ms: loop.max,
		join_cpu_ms: {
			control: after.control - before.control,
			node: after.node - before.node,
			workers: total(after.workers) - total(before.workers),
			sites: after.sites - before.sites,
		},
	};
}
