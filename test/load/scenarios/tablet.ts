import { setTimeout as wait } from 'node:timers/promises';
import { rulesOfLaw, type RuleSet } from '#meeting/rule-set.ts';
import { Chair } from '../run/chair.ts';
import { medianOf } from '../run/median.ts';
import type { Stand } from '../run/stand.ts';
import { TabletPage } from '../run/tablet-page.ts';

/** Beside the sites and the demo's own people. */
export const tabletPeople = 618;

/** An event and all that follows it; the wall hears once in it of what its sites have sent, as in each stretch without. ms */
const apart = 1_000;

/** How thoroughly it is measured: the waits in ms. A check that it works takes a sixth of it. */
interface Pace {
	/** of each kind */
	readonly events: number;
	/** what a page that was opened asks for has come by then */
	readonly settle: number;
}

function paceFor(seconds: number): Pace {
	const share = Math.min(1, seconds / 60);
	// Each that comes or asks goes again, too.
	return { events: 2 * Math.max(2, Math.round(10 * share)), settle: 20_000 * share };
}

/** Of a page with a list of hundreds: what is not in sight is not in it. */
const mostElements = 1_500;

/** as long as the page is watched at rest. ms */
const watchedFor = 4_000;

/** So many wait for the floor at the front, kept ready by every device: who asks behind them is only a line more. */
const front = 2;

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
	pace: Pace,
	[button, opens]: readonly [button: string, opens: string],
) {
	const open_ms = Math.round(await page.press(button, opens));
	await wait(pace.settle);
	const elements = await page.elements();
	stand.mustHold(elements <= mostElements, `a tablet’s page has ${elements} elements`);
	return { open_ms, elements, ...(await page.atFullSpeed(() => measureEvents(stand, page, pace))) };
}

async function measureEvents(stand: Stand, page: TabletPage, pace: Pace) {
	return {
		/** stills that come, clocks that tick: where it is near 1,000 the thread is full, and no event's cost is to be told */
		rest_ms_per_s: await atRest(page),
		/** the error of the others: an event that does not happen */
		ms_per_nothing: await costOf(page, pace, { give: () => Promise.resolve() }),
		ms_per_ballot: await ballots(stand, page, pace),
		/** nobody else waits: picture and sound of who asks are made ready, and taken away again */
		ms_per_first_request: await floorRequests(stand, page, pace),
		/** what follows from it in more than one task: how long the longest of them keeps the page from anything else */
		ms_longest_of_first_request: await longestOfRequests(stand, page),
		ms_per_floor_request: await behindOthers(stand, () => floorRequests(stand, page, pace)),
		ms_per_coming: await comings(stand, page, pace),
	};
}

async function atRest(page: TabletPage): Promise<number> {
	const [before, started] = [await page.worked(), performance.now()];
	await wait(watchedFor);
	return Math.round((((await page.worked()) - before) * 1000) / (performance.now() - started));
}

/** Delegates vote, each once in a vote: the ring of the turnout closes by one more, as with every voter's ballot. */
async function ballots(stand: Stand, page: TabletPage, pace: Pace): Promise<number> {
	const voters = await Promise.all(delegates.map(async (role) => new Chair(await stand.addressOf(role))));
	for (const voter of voters) await voter.enter();
	let voteId: string | undefined;
	const cancel = async () => {
		if (voteId !== undefined) await stand.chair.give('cancel-vote', { voteId, reason: 'Đo xong' });
	};
	const cost = await costOf(page, pace, {
		prepare: async (index) => {
			if (index % voters.length !== 0) return;
			await cancel();
			voteId = `vote-${performance.now().toFixed(0)}`;
			await stand.chair.give('open-vote', { voteId, itemId: null, title: 'Thông qua báo cáo', secret: false, rule });
			await wait(1_000);
		},
		give: (index) =>
			voters[index % voters.length]?.give('cast-ballot', { voteId: voteId ?? '', choice: 'for' }) ?? Promise.resolve(),
	});
	await cancel();
	for (const voter of voters) voter.close();
	return cost;
}

const delegates = ['delegate-province', 'delegate-district', 'delegate-commune'] as const;

const rule: RuleSet = { ...rulesOfLaw.present, mayChangeBallot: true };

/** One site after the other asks for the floor and takes it back: however few there are, nobody asks twice. */
function floorRequests(stand: Stand, page: TabletPage, pace: Pace): Promise<number> {
	return costOf(page, pace, { give: (index) => request(stand, index) });
}

function request(stand: Stand, index: number): Promise<unknown> {
	const site = 1 + front + (Math.floor(index / 2) % (stand.sites.length - 1 - front));
	return stand.role.call('give', { index: site, name: index % 2 === 0 ? 'request-floor' : 'withdraw-floor' });
}

/** The longest task after somebody has asked, or has taken it back: of three of each the one in the middle, the longer one. */
async function longestOfRequests(stand: Stand, page: TabletPage): Promise<number> {
	const longest: [number[], number[]] = [[], []];
	for (let index = 0; index < 6; index += 1)
		longest[index % 2 === 0 ? 0 : 1].push(
			await page.longestTask(
				() => wait(apart),
				() => request(stand, index),
			),
		);
	return Number(Math.max(medianOf(longest[0]), medianOf(longest[1])).toFixed(1));
}

async function behindOthers(stand: Stand, measured: () => Promise<number>): Promise<number> {
	const others = Array.from({ length: front }, (_, index) => 1 + index);
	for (const index of others) await stand.role.call('give', { index, name: 'request-floor' });
	const cost = await measured();
	for (const index of others) await stand.role.call('give', { index, name: 'withdraw-floor' });
	return cost;
}

/** A person comes and goes again. */
async function comings(stand: Stand, page: TabletPage, pace: Pace): Promise<number> {
	const address = await stand.addressOf('operator');
	let link = new Chair(address);
	const cost = await costOf(page, pace, {
		give: async (index) => {
			if (index % 2 === 0) await link.enter();
			else {
				link.close();
				link = new Chair(address);
			}
		},
	});
	link.close();
	return cost;
}

/**
 * Main thread, ms for an event, without what the page does in that time anyway: stretches of time with an event against
 * those between them, in which nothing is given. The median of those of one kind, so that what comes every few seconds by
 * itself counts for nobody; events are given in turns of two kinds, and both count.
 */
async function costOf(
	page: TabletPage,
	{ events }: Pace,
	{ prepare, give }: { prepare?: (index: number) => Promise<unknown>; give: (index: number) => Promise<unknown> },
): Promise<number> {
	await wait(1_000);
	const costs: [number[], number[]] = [[], []];
	const quiet: number[] = [];
	for (let index = 0; index < events; index += 1) {
		await prepare?.(index);
		const before = await page.worked();
		const until = performance.now() + apart;
		await give(index);
		// As long as the stretch without: what the page does anyway would else be counted for as long as the answer takes.
		await wait(Math.max(0, until - performance.now()));
		const after = await page.worked();
		await wait(apart);
		quiet.push((await page.worked()) - after);
		costs[index % 2 === 0 ? 0 : 1].push(after - before);
	}
	return Number(((medianOf(costs[0]) + medianOf(costs[1])) / 2 - medianOf(quiet)).toFixed(1));
}
