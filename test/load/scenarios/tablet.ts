import { setTimeout as wait } from 'node:timers/promises';
import type { CommandInput } from '#meeting/commands.ts';
import type { Stand } from '../run/stand.ts';
import { TabletPage } from '../run/tablet-page.ts';

/** Beside the sites and the demo's own people. */
export const tabletPeople = 618;

/** So many events, each in a message of its own: what happens within 100 ms is told together. */
const events = 20;
const apart = 250;

/** As long as the page is watched at rest, ms: clocks tick, stills come, whatever happens. */
const rest = 6_000;

/**
 * The chair's tablet with the list of people open, then with the site wall: how long each takes to open, how many elements
 * the page has then, and what an event costs its main thread. Nobody speaks meanwhile, as in the wall's scenario.
 */
export async function tablet(stand: Stand) {
	await stand.chair.give('set-stage-places', { places: 0 });
	await stand.chair.give('revoke-floor', { participantId: stand.speaker.siteId });
	const page = await TabletPage.open(stand.chairAddress);
	try {
		await wait(10_000);
		stand.say('the tablet opens the people');
		const people = await measure(stand, page, ['tab-people', '.people li']);
		stand.say('the tablet opens the wall');
		await page.press('tab-agenda', '[data-tab="agenda"][aria-selected="true"]');
		const wall = await measure(stand, page, ['view-wall', '[data-testid=wall-tile]']);
		return { tablet_people: people, tablet_wall: wall };
	} finally {
		await page.close();
	}
}

async function measure(stand: Stand, page: TabletPage, [button, opens]: readonly [string, string]) {
	const open_ms = Math.round(await page.press(button, opens));
	// What an opened wall asks for has come by then.
	await wait(20_000);
	const elements = await page.elements();
	return {
		open_ms,
		elements,
		ms_per_ballot: await ballots(stand, page),
		ms_per_floor_request: await floorRequests(stand, page),
	};
}

/** The chair votes again and again: a ballot is an event like every other voter's. */
async function ballots(stand: Stand, page: TabletPage): Promise<number> {
	const voteId = `vote-${performance.now().toFixed(0)}`;
	await stand.chair.give('open-vote', { voteId, itemId: null, title: 'Thông qua báo cáo', secret: false, rule });
	const cost = await costOf(page, async (index) => {
		await stand.chair.give('cast-ballot', { voteId, choice: index % 2 === 0 ? 'for' : 'against' });
	});
	await stand.chair.give('cancel-vote', { voteId, reason: 'Đo xong' });
	return cost;
}

const rule: CommandInput<'open-vote'>['rule'] = {
	base: 'current',
	fraction: { numerator: 1, denominator: 2 },
	comparison: '>',
	tie: 'fails',
	quorum: null,
	substituteMayVote: false,
	mayChangeBallot: true,
};

/** One site after the other asks for the floor and takes it back: however few there are, nobody asks twice. */
async function floorRequests(stand: Stand, page: TabletPage): Promise<number> {
	return costOf(page, (index) => {
		const site = 1 + (Math.floor(index / 2) % (stand.sites.length - 1));
		return stand.role.call('give', { index: site, name: index % 2 === 0 ? 'request-floor' : 'withdraw-floor' });
	});
}

/** Main thread, ms for an event, without what the page does in that time anyway. */
async function costOf(page: TabletPage, give: (index: number) => Promise<unknown>): Promise<number> {
	await wait(1_000);
	const [idleFrom, idleStarted] = [await page.worked(), performance.now()];
	await wait(rest);
	const idle = ((await page.worked()) - idleFrom) / (performance.now() - idleStarted);
	const [from, started] = [await page.worked(), performance.now()];
	for (let index = 0; index < events; index += 1) {
		await give(index);
		await wait(apart);
	}
	const worked = (await page.worked()) - from - idle * (performance.now() - started);
	return Number((worked / events).toFixed(1));
}
