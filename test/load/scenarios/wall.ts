import { setTimeout as wait } from 'node:timers/promises';
import { OperatorPage } from '../run/operator-page.ts';
import type { Stand } from '../run/stand.ts';

const rounded = (value: number, digits = 0) => Number(value.toFixed(digits));

/** As long as a page is watched for its frames, twice: lying still, then scrolled. s */
const watched = 8;

/**
 * The operator opens the site wall in Chromium. Nobody speaks meanwhile: on this machine the sites and the server would
 * take the processor that an operator's page has to itself.
 */
export async function wall(stand: Stand, seconds: number) {
	stand.say('the operator opens the wall');
	await stand.chair.give('set-stage-places', { places: 0 });
	await stand.chair.give('revoke-floor', { participantId: stand.speaker.siteId });
	const opened = performance.now();
	const page = await OperatorPage.open(await stand.addressOf('operator'));
	try {
		await stand.until('a still of every site', 60, async () => (await page.stills()) >= stand.sites.length);
		const filled = performance.now() - opened;
		// What came out of turn, so that the wall fills soon, is over by then.
		await wait(10_000);
		stand.say(`the wall for ${seconds} s`);
		const [before, read, cpu, started] = [await sent(stand), page.bytes, stand.cpu(), performance.now()];
		await wait(seconds * 1000);
		const [after, readAfter, cpuAfter, ended] = [await sent(stand), page.bytes, stand.cpu(), performance.now()];
		const kbit = (bytes: number) => rounded((bytes * 8) / (ended - started));
		const fps = await page.framesPerSecond({ seconds: watched, isScrolled: false });
		const scrolled = await page.framesPerSecond({ seconds: watched, isScrolled: true });
		return {
			/** into the server and out of it to one who looks */
			wall_kbit_per_s: kbit(after.bytes - before.bytes + readAfter - read),
			wall_filled_ms: rounded(filled),
			wall_stills_per_s: rounded(((after.sent - before.sent) * 1000) / (ended - started), 1),
			wall_stills_refused: after.refused,
			wall_fps: rounded(fps, 1),
			wall_fps_scrolled: rounded(scrolled, 1),
			wall_control_cpu: rounded((cpuAfter.control - cpu.control) / (ended - started), 3),
		};
	} finally {
		await page.close();
		await stand.chair.give('set-stage-places', { places: 3 });
		await stand.grant(stand.speaker);
	}
}

const sent = (stand: Stand) => stand.role.call('stills', undefined as never);
