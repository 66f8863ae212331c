import { expect } from '@playwright/test';
import { come, joinMeeting } from './support/attendee.ts';
import { expectVideo, receivedAudio, screenBytesSent, soundSince } from './support/media-stats.ts';
import { test } from './support/networked-story.ts';
import { SoundMeanwhile } from './support/sound-meanwhile.ts';
import { likeness, pageSize, showTypedPages, turnTo } from './support/typed-pages.ts';

/** Type of 15 px; drawn at two thirds of its size and large again it is 0.89 alike, at half of it 0.80. */
const legible = 0.93;

test('a link of 700 kbit/s: a new page of a shared screen comes to be legible, and the voice goes on', async ({
	browser,
	network,
	serve,
}) => {
	test.setTimeout(300_000);
	const server = await serve();
	const chair = await come(browser, server, 'chair');
	const { page, ...delegate } = await come(await network.launch(server.url), server, 'delegate-district');
	for (const { context } of [chair, delegate]) await context.addInitScript(showTypedPages, pageSize);
	await Promise.all([joinMeeting(chair), joinMeeting({ page, ...delegate })]);
	await chair.page.getByTestId('meeting-start').click();
	await chair.page.getByTestId('share-screen').click();
	await expectVideo(page, 'content', { frames: 2, ...pageSize });
	await expect
		.poll(async () => (await screenBytesSent(chair.page)).map((bytes) => bytes > 0), {
			message: 'both layers of the screen to be sent',
			timeout: 45_000,
		})
		.toEqual([true, true]);

	network.limit({ kbitPerSecond: 700, lossPercent: 0 });
	const [before, since] = [await receivedAudio(page), Date.now()];
	const sound = await SoundMeanwhile.begin(page);
	await turnTo(chair.page, 2);
	const turned = async () => {
		await sound.look();
		return likeness(page, 2);
	};
	// How soon is the link's matter and the machine's; that it comes, and the voice with it, is the product's.
	await expect
		.poll(turned, { message: 'the page to be legible', timeout: 150_000, intervals: [500] })
		.toBeGreaterThan(legible);
	const took = Date.now() - since;
	await soundSince(page, before, 75, 'three seconds of sound to come in');
	await sound.look();
	const { longestSilence, concealed } = sound;
	const made = `longest without: ${longestSilence.toFixed(0)} ms, concealed: ${(concealed * 100).toFixed(1)} %`;
	test.info().annotations.push({ type: 'measured', description: `legible after ${took} ms; sound: ${made}` });
	expect(longestSilence, 'ms without a packet of the voice').toBeLessThan(5_000);
	expect(concealed, 'share of the sound that had to be made up').toBeLessThan(0.5);
});
