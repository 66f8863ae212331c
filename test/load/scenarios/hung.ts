import process from 'node:process';
import { percentiles } from '#test/support/percentiles.ts';
import { epochNow } from '../endpoint/clock.ts';
import { udpPortsOf } from '../run/processes.ts';
import type { Stand } from '../run/stand.ts';

/**
 * Each worker in turn stands still (SIGSTOP), and nobody says so: who sits on it is to come back, and the others are not
 * to notice, unless their speaker sits there.
 */
export async function hung(stand: Stand) {
	await spread(stand);
	const figures: Record<string, object> = {};
	for (const isSpeakers of [false, true]) {
		await stand.beginAnew();
		const seats = await allSeats(stand);
		const speakers = seats[stand.speakerIndex];
		const pid = isSpeakers ? speakers : seats.find((each) => each !== speakers);
		if (pid === undefined) throw new Error('nobody sits there');
		const waiting = seats.map((seat, index) => seat === pid && stand.sites[index] !== stand.speaker);
		const concerned = isSpeakers ? stand.sites.map((site) => site !== stand.speaker) : waiting;
		stand.say(`worker ${pid} stands still, ${isSpeakers ? 'the' : 'not the'} speaker's`);
		await stand.receptions();
		const before = stand.cpu();
		const since = epochNow();
		process.kill(pid, 'SIGSTOP');
		const begun = () => stand.role.call('newMedia', { since });
		try {
			await stand.until('everybody whose worker stands still to be back', 60, async () => {
				return (await begun()).every((at, index) => at !== null || !concerned[index]);
			});
		} finally {
			awaken(pid);
		}
		const cpu = spent(before, stand.cpu());
		const times = await begun();
		const back = percentiles(times.flatMap((at, index) => (at !== null && concerned[index] ? [at - since] : [])));
		if (isSpeakers) figures['speakers_worker'] = { back_ms: back, cpu_ms: cpu };
		else figures['other_worker'] = { back_ms: back, cpu_ms: cpu, ...(await unharmed(stand, since, waiting)) };
	}
	await stand.beginAnew();
	return { hung: figures };
}

/** Processor time from the stop until all are back, of two cores for everything: the sites' own endpoints take their share of it. */
function spent(before: ReturnType<Stand['cpu']>, after: ReturnType<Stand['cpu']>) {
	const { control, node, sites } = after;
	return { control: control - before.control, node: node - before.node, sites: sites - before.sites };
}

/** The process id of each site's worker; undefined: its media are under way. */
async function seatsOf(stand: Stand): Promise<(number | undefined)[]> {
	const workers = stand.product.workers.map((pid) => ({ pid, ports: udpPortsOf(pid) }));
	const ports = await stand.role.call('ports', undefined as never);
	return ports.map((port) => workers.find((worker) => worker.ports.includes(port))?.pid);
}

/** Where all sit: whoever is still on the way there would get media that nobody took away. */
async function allSeats(stand: Stand): Promise<number[]> {
	let seats: (number | undefined)[] = [];
	await stand.until('everybody to sit on a worker', 60, async () => {
		seats = await seatsOf(stand);
		return !seats.includes(undefined);
	});
	return seats.filter((seat) => seat !== undefined);
}

/** Few sites sit on one worker. While each has every other's microphone it has its fill, and who joins then sits elsewhere. */
async function spread(stand: Stand): Promise<void> {
	const isSpread = async () => new Set((await seatsOf(stand)).filter((seat) => seat !== undefined)).size > 1;
	if (!stand.fitsVoice || (await isSpread())) return;
	await stand.followVoice();
	const indices = stand.sites.flatMap((site, index) => (index % 2 === 0 && site !== stand.speaker ? [index] : []));
	await stand.role.call('rejoin', { indices });
	await stand.until('sites to sit on several workers', 60, isSpread);
	await stand.followFloor();
}

/**
 * Those who sit elsewhere went on as they were, with the speaker's picture and sound: of others, who sat on that worker, they
 * get new ones.
 */
async function unharmed(stand: Stand, since: number, waiting: readonly boolean[]) {
	const elsewhere = new Set(stand.sites.flatMap(({ deviceId }, index) => (waiting[index] ? [] : [deviceId])));
	const others = (await stand.receptions()).filter(({ deviceId }) => elsewhere.has(deviceId));
	const anew = others.filter(({ sources }) =>
		Object.values(sources).some(({ firstAt }) => (firstAt ?? 0) >= since),
	).length;
	stand.mustHold(anew === 0, `${anew} sites got the speaker anew though their worker never stood still`);
	const gaps = others.map(({ sources }) => sources.microphone?.gapMs ?? Infinity);
	return { others: others.length, others_begun_anew: anew, others_longest_voice_gap_ms: Math.round(Math.max(...gaps)) };
}

/** Where the product has not ended it. */
function awaken(pid: number): void {
	try {
		process.kill(pid, 'SIGCONT');
	} catch {
		// It is gone, as it should be.
	}
}
