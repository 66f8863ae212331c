import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { percentiles, type Percentiles } from '#test/support/percentiles.ts';
import { epochNow } from '../endpoint/clock.ts';
import { Chair } from '../run/chair.ts';
import type { Stand } from '../run/stand.ts';

interface HealFigures {
	/** from a worker's SIGKILL to media again, over the sites that lost theirs, ms */
	readonly heal_ms: Percentiles;
	readonly heal_affected: number;
}

/** Each worker is killed in turn: one of them had the speaker, whom then everybody loses. */
export async function healing(stand: Stand): Promise<HealFigures> {
	const times: number[] = [];
	for (const pid of stand.product.workers) {
		await stand.untilAllWatch(60);
		stand.say(`killing worker ${pid}`);
		const since = epochNow();
		process.kill(pid, 'SIGKILL');
		// Until it is seen that nothing comes, everybody still seems to watch.
		await wait(1_500);
		await stand.untilAllWatch(60);
		const begun = await stand.role.call('newMedia', { since });
		times.push(...begun.filter((at) => at !== null).map((at) => at - since));
	}
	return { heal_ms: percentiles(times), heal_affected: times.length };
}

interface ReconnectFigures {
	/** from the cut of all sockets to a site's welcome, ms */
	readonly reconnect_ms: Percentiles;
	readonly reconnect_state_kept: boolean;
}

/** All sockets are cut at once; floor and queue must be what they were, and everybody must know so. */
export async function reconnecting(stand: Stand): Promise<ReconnectFigures> {
	const waiting = [1, 2, 3].filter((index) => stand.sites[index] && stand.sites[index] !== stand.speaker);
	await stand.queue(waiting);
	const before = await Chair.lookAtFloor(stand.chairAddress);
	stand.say('cutting all sockets');
	const since = epochNow();
	await stand.role.call('cut', {});
	await stand.until('everybody to be back', 60, async () => {
		return (await stand.role.call('welcomes', undefined as never)).every(({ at }) => at >= since);
	});
	const welcomes = await stand.role.call('welcomes', undefined as never);
	const after = await Chair.lookAtFloor(stand.chairAddress);
	await stand.untilAllWatch(30);
	const isKept = JSON.stringify(before) === JSON.stringify(after) && before.queue.length >= waiting.length;
	stand.mustHold(isKept, 'floor or queue changed while the sockets were cut');
	return { reconnect_ms: percentiles(welcomes.map(({ at }) => at - since)), reconnect_state_kept: isKept };
}
