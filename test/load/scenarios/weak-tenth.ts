import { setTimeout as wait } from 'node:timers/promises';
import { percentiles } from '#test/support/percentiles.ts';
import { epochNow } from '../endpoint/clock.ts';
import type { Reception } from '../run/reception.ts';
import type { Stand, StandSite } from '../run/stand.ts';

/** both ways, of each of the weak sites */
const kbitPerSecond = 800;

/** How long the product may take to find out what a line carries; what is heard after that is the figure. ms */
const settling = 10_000;

/**
 * The lines of a tenth of the sites carry 800 kbit/s from now on, in the midst of the meeting; then those sites come anew.
 * Two wait for the floor, as in any meeting, and are seen beside the speaker.
 */
export async function weakTenth(stand: Stand, seconds: number) {
	const { lines } = stand;
	if (!lines) return { weak_tenth: 'not measured' };
	const weak = new Set(stand.sites.slice(-lines.ways.length));
	await speakOnGoodLine(stand, weak);
	await stand.beginAnew();
	const indices = [...weak].map((site) => stand.sites.indexOf(site));
	const isWeak = ({ deviceId }: Reception) => [...weak].some((site) => site.deviceId === deviceId);
	const split = async () => {
		const all = await stand.receptions();
		const blocked = await stand.role.call('longestBlock', undefined as never);
		return { weak: all.filter(isWeak), others: all.filter((each) => !isWeak(each)), blocked };
	};
	const queue = [1, 2].filter((index) => stand.sites[index] && stand.sites[index] !== stand.speaker);
	await stand.queue(queue);
	await stand.role.call('forget', undefined as never);
	const before = await split();
	stand.say(`${weak.size} sites have ${kbitPerSecond} kbit/s from now on`);
	lines.narrow(kbitPerSecond);
	try {
		await wait(settling);
		const narrowed = await split();
		await wait(seconds * 1000);
		const settled = await split();
		stand.say('they come anew');
		const since = epochNow();
		await stand.role.call('rejoin', { indices });
		const { deviceId } = stand.speaker;
		const pictures = async () => (await stand.role.call('keyFrames', { deviceId, since })).slice(-weak.size);
		await stand.until('a picture at every weak site', 60, async () => (await pictures()).every((at) => at !== null));
		const shown = (await pictures()).flatMap((at) => (at === null ? [] : [at - since]));
		await wait(seconds * 1000);
		const end = await split();
		const lost = countLost(end.others) - countLost(before.others);
		const harmed = end.others.filter(({ carrying }) => carrying !== 'all').length;
		// A busy machine, too, makes lines bad, for some.
		stand.mustHold(harmed <= end.others.length / 2, `${harmed} sites on good lines are sent less`);
		const whole = Math.max(...end.others.map(heightOf));
		// What is small for everybody passes through a weak line, too.
		const isLess = whole < 720 || settled.weak.some((each) => each.carrying !== 'all' || heightOf(each) < whole);
		stand.mustHold(isLess, `no site on ${kbitPerSecond} kbit/s is sent less than the others`);
		return {
			weak_tenth: {
				weak: weak.size,
				voice_longest_gap_ms: { narrowing: gap(narrowed.weak), settled: gap(settled.weak), come_anew: gap(end.weak) },
				/** The same, had the load tool sent each packet when it was due. */
				voice_longest_gap_sent_in_time_ms: {
					narrowing: gap(narrowed.weak, 'gapSentInTimeMs'),
					settled: gap(settled.weak, 'gapSentInTimeMs'),
					come_anew: gap(end.weak, 'gapSentInTimeMs'),
				},
				picture_after_ms: percentiles(shown),
				picture_heights: { narrowed: heights(settled.weak), come_anew: heights(end.weak) },
				weak_lost: countLost(end.weak),
				weak_sent_less: end.weak.filter(({ carrying }) => carrying !== 'all').length,
				others: end.others.length,
				others_lost: lost,
				others_voice_longest_gap_ms: Math.max(gap(narrowed.others), gap(settled.others), gap(end.others)),
				load_tool_longest_block_ms: {
					narrowing: narrowed.blocked,
					settled: settled.blocked,
					come_anew: end.blocked,
				},
				others_sent_less: harmed,
			},
		};
	} finally {
		lines.widen();
		await stand.beginAnew();
	}
}

/**
 * Of a speaker on a weak line all others would lose what does not pass it, as the load tool sends whatever it carries: who
 * was switched to last may be one.
 */
async function speakOnGoodLine(stand: Stand, weak: ReadonlySet<StandSite>): Promise<void> {
	const good = stand.sites.find((site) => !weak.has(site));
	if (good && weak.has(stand.speaker)) await stand.grant(good);
}

const heightOf = ({ sources }: Reception) => sources.camera?.height ?? 0;

const gap = (receptions: readonly Reception[], which: 'gapMs' | 'gapSentInTimeMs' = 'gapMs') =>
	Math.round(Math.max(...receptions.map(({ sources }) => sources.microphone?.[which] ?? Infinity)));

/** How many sites have which. */
const heights = (receptions: readonly Reception[]) =>
	Object.fromEntries(
		[...Map.groupBy(receptions, (each) => `${heightOf(each)}p`)].map(([height, alike]) => [height, alike.length]),
	);

const countLost = (receptions: readonly Reception[]) =>
	receptions.reduce((sum, { sources }) => sum + Object.values(sources).reduce((total, { lost }) => total + lost, 0), 0);
