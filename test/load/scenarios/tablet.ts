import { setTimeout as wait } from 'node:timers/promises';
import { rulesOfLaw, type RuleSet } from '#meeting/rule-set.ts';
import { nearestRank } from '#test/support/percentiles.ts';
import { Chair } from '../run/chair.ts';
import { eventCosts, rest, workedIn, type EventCost, type Given } from '../run/event-cost.ts';
import type { Stand } from '../run/stand.ts';
import { traceNow, TabletPage } from '../run/tablet-page.ts';

/** Beside the sites and the demo's own people. */
export const tabletPeople = 618;

/** An event and all that follows it. The wall hears once in it of what its sites have sent, and clocks tick twice. ms */
const lasts = 1_000;

/** How thoroughly it is measured: thirty of each kind in the forty seconds of a measurement, two where it is tried that it works. */
interface Pace {
	/** of each kind */
	readonly events: number;
	/** what a page that was opened asks for has come by then, ms */
	readonly settle: number;
}

const paceFor = (seconds: number): Pace => ({
	events: Math.max(2, Math.round(seconds) - 10),
	settle: 20_000 * Math.min(1, seconds / 60),
});

/** Of a page with a list of hundreds: what is not in sight is not in it. */
const mostElements = 1_500;

/** So many wait for the floor at the front, kept ready by every device: who asks behind them is only a line more. */
const front = 2;

/** So many ask in turn, the first ones: their tiles are in sight when the wall is open. */
const askers = 15;

/** What is given, as the report calls it; `round` from 0. */
type Deed = readonly [what: string, give: (round: number) => Promise<unknown>];

const nothing = () => Promise.resolve();
const resting: Deed = [rest, nothing];

/**
 * The chair's tablet with the list of people open, then with the site wall: how long each takes to open, how many elements
 * the page has then, and what an event costs its main thread. Nobody speaks meanwhile, as in the wall's scenario.
 */
export async function tablet(stand: Stand, seconds: number) {
	const pace = paceFor(seconds);
	await stand.chair.give('set-stage-places', { places: 0 });
	await stand.chair.give('revoke-floor', { participantId: stand.speaker.siteId });
	const page = await TabletPage.open(stand.chairAddress);
	try {
		await wait(pace.settle / 2);
		stand.say('the tablet opens the people');
		const people = await measure(stand, page, pace, ['tab-people', '.people li']);
		stand.say('the tablet opens the wall');
		await page.press('tab-agenda', '[data-tab="agenda"][aria-selected="true"]');
		const wall = await measure(stand, page, pace, ['view-wall', '[data-testid=wall-tile]']);
		return { tablet_people: people, tablet_wall: wall };
	} finally {
		await page.close();
	}
}

async function measure(
	stand: Stand,
	page: TabletPage,
	{ events, settle }: Pace,
	[button, opens]: readonly [button: string, opens: string],
) {
	const open_ms = Math.round(await page.press(button, opens));
	await wait(settle);
	const elements = await page.elements();
	stand.mustHold(elements <= mostElements, `a tablet’s page has ${elements} elements`);
	return page.atFullSpeed(async () => ({
		open_ms,
		elements,
		...(await requestsAndComings(stand, page, events)),
		...(await ballots(stand, page, events)),
		...(await firstRequests(stand, page, Math.ceil(events / 2))),
	}));
}

/** Behind others who wait for the floor a site asks for it and takes it back; a person comes and goes. */
async function requestsAndComings(stand: Stand, page: TabletPage, events: number) {
	const others = Array.from({ length: front }, (_, index) => 1 + index);
	for (const index of others) await stand.role.call('give', { index, name: 'request-floor' });
	await page.untilWaiting(front);
	const address = await stand.addressOf('operator');
	let person = new Chair(address);
	const { costs, rest_ms } = await costsOf(page, events, [
		resting,
		['request', (round) => ask(stand, front, round)],
		['withdrawal', (round) => takeBack(stand, front, round)],
		// The error of the others: an event that does not happen.
		['nothing', nothing],
		['coming', () => person.enter()],
		[
			'going',
			() => {
				person.close();
				person = new Chair(address);
				return nothing();
			},
		],
	]);
	// A page that hears nothing any more costs nothing.
	await page.untilWaiting(front);
	for (const index of others) await stand.role.call('give', { index, name: 'withdraw-floor' });
	// Stills that come, clocks that tick: where it is near 1,000 the thread is full, and no event's cost is to be told.
	return { rest_ms_per_s: Math.round((rest_ms * 1_000) / lasts), ...costs };
}

/** Nobody else waits: picture and sound of who asks are made ready, and taken away again. */
async function firstRequests(stand: Stand, page: TabletPage, events: number) {
	const { costs } = await costsOf(page, events, [
		resting,
		['first_request', (round) => ask(stand, 0, round)],
		['first_withdrawal', (round) => takeBack(stand, 0, round)],
	]);
	return costs;
}

/** However few there are, nobody asks twice at once. */
const asker = (stand: Stand, behind: number, round: number) =>
	1 + behind + (round % Math.min(askers, stand.sites.length - 1 - behind));
const ask = (stand: Stand, behind: number, round: number) =>
	stand.role.call('give', { index: asker(stand, behind, round), name: 'request-floor' });
const takeBack = (stand: Stand, behind: number, round: number) =>
	stand.role.call('give', { index: asker(stand, behind, round), name: 'withdraw-floor' });

/** Delegates vote, each once in a vote: the ring of the turnout closes by one more, as with every voter's ballot. */
async function ballots(stand: Stand, page: TabletPage, events: number) {
	const voters = await Promise.all(delegates.map(async (role) => new Chair(await stand.addressOf(role))));
	for (const voter of voters) await voter.enter();
	let voteId = '';
	const cancel = async () => {
		if (voteId !== '') await stand.chair.give('cancel-vote', { voteId, reason: 'Đo xong' });
	};
	const { costs } = await costsOf(
		page,
		Math.ceil(events / voters.length),
		voters.flatMap((voter): Deed[] => [
			resting,
			['ballot', () => voter.give('cast-ballot', { voteId, choice: 'for' })],
		]),
		async (round) => {
			await cancel();
			voteId = `vote-${traceNow().toFixed(0)}-${round}`;
			await stand.chair.give('open-vote', { voteId, itemId: null, title: 'Thông qua báo cáo', secret: false, rule });
			await wait(lasts);
		},
	);
	await cancel();
	for (const voter of voters) voter.close();
	return costs;
}

const delegates = ['delegate-province', 'delegate-district', 'delegate-commune'] as const;

const rule: RuleSet = { ...rulesOfLaw.present, mayChangeBallot: true };

/** Main thread, ms × 4 of this machine's: every round gives all of it once, so that a slow minute counts for all alike. */
async function costsOf(
	page: TabletPage,
	rounds: number,
	deeds: readonly Deed[],
	prepare: (round: number) => Promise<unknown> = nothing,
): Promise<{ costs: Record<string, EventCost>; rest_ms: number }> {
	const worked: ReturnType<typeof workedIn> = [];
	for (let round = 0; round < rounds; round += 1) {
		await prepare(round);
		const given: Given[] = [];
		const tasks = await page.tasksDuring(async () => {
			for (const [what, give] of deeds) {
				const at = traceNow();
				given.push({ what, at });
				await give(round);
				await wait(Math.max(0, at + lasts - traceNow()));
			}
		});
		worked.push(...workedIn(given, tasks, lasts));
	}
	const { [rest]: _, ...costs } = eventCosts(worked);
	return { costs, rest_ms: nearestRank(worked.filter(({ what }) => what === rest).map(({ all }) => all)) };
}
