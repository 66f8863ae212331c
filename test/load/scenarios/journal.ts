import type { Stand } from '../run/stand.ts';

const rounds = 8;

/**
 * As many events as a long day of a meeting brings: all sites ask for the floor and withdraw, again and again. What the
 * journal makes the server hold is in the memory that is read after it.
 */
export async function journal(stand: Stand) {
	stand.say(`${rounds} times all sites ask for the floor and withdraw`);
	const asking = stand.sites.flatMap((site, index) => (site === stand.speaker ? [] : [index]));
	const everybody = (name: 'request-floor' | 'withdraw-floor') =>
		Promise.all(asking.map((index) => stand.role.call('give', { index, name })));
	stand.product.resetLoop();
	const began = performance.now();
	for (let round = 0; round < rounds; round += 1) {
		await everybody('request-floor');
		await everybody('withdraw-floor');
	}
	const elapsed = performance.now() - began;
	const loop = await stand.product.readLoop();
	const events = 2 * rounds * asking.length;
	return {
		journal_events: events,
		/** acknowledged, each after it is on disk and with every event told to all sites */
		journal_events_per_s: Math.round((events * 1000) / elapsed),
		journal_event_loop_p99_ms: Number(loop.p99.toFixed(1)),
	};
}
