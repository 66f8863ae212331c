import { setTimeout as wait } from 'node:timers/promises';
import { Chair } from '../run/chair.ts';
import type { DeviceAddress } from '../run/signalling.ts';
import type { Stand } from '../run/stand.ts';
import { WeakPage, type PageCounts } from '../run/weak-page.ts';

/** Of a core, for all of the browser: less and less, as it depends on the machine what is too little. */
const shares = [0.7, 0.5, 0.35, 0.25, 0.18, 0.12] as const;

/** How much slower Chromium lets the page's main thread be besides, for who listens. */
const slowness = 6;

/** The product judges by twelve seconds, and takes a step at a time; a browser takes half a minute to call its encoder slow. s */
const eachShare = 35;
/** The product tries each of three steps after fifteen seconds, and after twice that where one was tried in vain. s */
const relief = 180;
/** A machine that drops so much of what is shown has nothing to give back. */
const unwell = 0.03;

/** Of the voice while the browser is held: what may be made up or missing, and what must come of what came before. */
const mostMissing = 0.1;
const leastCome = 0.5;

/**
 * A delegate's computer, by itself somewhere, has ever less of its processor until it shows the speaker smaller, and then
 * all of it again; the same while the delegate speaks, until the browser says that the processor limits the camera.
 */
export async function weakPc(stand: Stand, seconds: number) {
	await stand.beginAnew();
	const queue = [1, 2].filter((index) => stand.sites[index] && stand.sites[index] !== stand.speaker);
	await stand.queue(queue);
	const address = await stand.addressOf('delegate-province');
	const participantId = await leaveSeat(address);
	stand.say('a delegate opens the meeting');
	const page = await WeakPage.open(address);
	try {
		const shown = new Shown(page, () => stand.speaker.deviceId);
		await stand.until('the page to show all', 60, async () => shown.main === 2 && shown.beside >= queue.length);
		const listening = await listen(stand, page, shown, seconds);
		await stand.chair.give('grant-floor', { participantId, limitSeconds: null });
		const speaking = await speak(stand, page, shown, seconds);
		await stand.grant(stand.speaker);
		return { weak_pc: { listening, speaking } };
	} finally {
		await page.close();
	}
}

/** Their room's terminal would have the sound in their place. Resolves with who they are in the meeting. */
async function leaveSeat(address: DeviceAddress): Promise<string> {
	const delegate = new Chair(address);
	await delegate.enter();
	await delegate.give('leave-seat', {});
	await delegate.give('request-floor', {});
	const participantId = (await Chair.lookAtFloor(address)).queue.at(-1);
	await delegate.give('withdraw-floor', {});
	delegate.close();
	if (participantId === undefined) throw new Error('the delegate did not get into the queue');
	return participantId;
}

/** What the page asks the server for at this moment, and has asked. */
class Shown {
	readonly #page: WeakPage;
	readonly #speakerId: () => string;

	constructor(page: WeakPage, speakerId: () => string) {
		this.#page = page;
		this.#speakerId = speakerId;
	}

	readonly isMain = (endpointId: string) => endpointId === this.#speakerId();

	get main() {
		return this.#cameras.find(({ endpointId }) => this.isMain(endpointId))?.layer ?? null;
	}

	get isSmaller(): boolean {
		return this.main === 0 || this.main === 1;
	}

	/** How many pictures beside that. */
	get beside(): number {
		return this.#cameras.filter(({ endpointId, layer }) => !this.isMain(endpointId) && layer !== null).length;
	}

	/** How many pictures at all. */
	get all(): number {
		return this.#cameras.filter(({ layer }) => layer !== null).length;
	}

	get #cameras() {
		return this.#page.watched.now('camera');
	}
}

async function listen(stand: Stand, page: WeakPage, shown: Shown, seconds: number) {
	const count = shown.beside;
	const calm = await during(page, () => wait(seconds * 1000));
	const began = performance.now();
	let share: number | null = null;
	const held = await during(page, async () => {
		share = await starve(stand, page, slowness, async () => shown.isSmaller);
		await wait(seconds * 1000);
	});
	stand.say('the browser has all again');
	const relieved = performance.now();
	await page.hold(null);
	const isBack = async () => shown.main === 2 && shown.beside === count;
	let wasBack = false;
	const freed = await during(page, async () => {
		wasBack = await succeeds(() => stand.until('all pictures to be back', relief, isBack));
	});
	const backAt = wasBack ? performance.now() : Infinity;
	const isWell = !(freed.frames_dropped > unwell);
	stand.mustHold(wasBack || !isWell, 'a processor that does well again shows less than before');

	const main = page.watched.since(began, 'camera', shown.isMain);
	const beside = page.watched.since(began, 'camera', (id) => !shown.isMain(id));
	const gone = beside.filter(({ layer }) => layer === null).slice(0, count);
	const [smaller] = main.filter(({ layer }) => layer !== 2);
	const goneAt = gone.at(-1)?.at ?? Infinity;
	stand.mustHold(share !== null, `at ${shares.at(-1)} of a core the speaker is shown as large as ever`);
	stand.mustHold(goneAt <= (smaller?.at ?? -Infinity), 'the speaker became smaller before what is beside went');
	stand.mustHold(!main.some(({ layer }) => layer === null), 'the speaker was not to be sent for a moment');
	const voices = page.watched.since(began, 'microphone', () => true);
	stand.mustHold(!voices.some(({ layer }) => layer === null), 'a voice was not to be sent for a moment');
	mustBeHeard(stand, calm, held);
	const after = (at: number, since: number) => Number(((at - since) / 1000).toFixed(1));
	return {
		share_of_a_core: share,
		calm,
		held,
		freed,
		beside_gone_after_s: after(goneAt, began),
		smaller_after_s: after(smaller?.at ?? Infinity, began),
		all_back_after_s: after(backAt, relieved),
	};
}

async function speak(stand: Stand, page: WeakPage, shown: Shown, seconds: number) {
	await stand.until('the whole of the camera to leave', 60, async () => (await page.counts()).height === 720);
	await stand.until('others to be seen beside', 60, async () => shown.all > 0);
	const count = shown.all;
	const deviceId = await page.deviceId();
	const gap = async () => {
		const heard = await stand.role.call('receptions', { deviceId });
		return Math.round(Math.max(...heard.map(({ sources }) => sources.microphone?.gapMs ?? Infinity)));
	};
	await gap();
	const calm = await during(page, () => wait(seconds * 1000));
	const calmGap = await gap();
	// Encoding is no work of the main thread, which would take its share from it.
	const share = await starve(stand, page, 1, async () => (await page.counts()).limited);
	const held = await during(page, () => wait(seconds * 1000));
	const heldGap = await gap();
	if (share !== null) {
		const isGone = () => stand.until('what is beside to go', 60, async () => shown.all === 0);
		stand.mustHold(await succeeds(isGone), 'a camera that the processor limits costs nothing beside it');
	}
	const { height } = await page.counts();
	stand.mustHold(height > 0, 'a camera that the processor limits does not leave');
	stand.say('the browser has all again');
	await page.hold(null);
	const isBack = async () => shown.all === count && (await page.counts()).height === 720;
	let wasBack = false;
	const freed = await during(page, async () => {
		wasBack = await succeeds(() => stand.until('camera and pictures to be back', relief, isBack));
	});
	const isWell = !(freed.frames_dropped > unwell) && !(await page.counts()).limited;
	stand.mustHold(wasBack || !isWell, 'a processor that does well again sends or shows less than before');
	mustBeHeard(stand, calm, held);
	return { share_of_a_core: share, height_limited: height, voice_longest_gap_ms: { calm: calmGap, held: heldGap } };
}

/** Ever less until something has come of it; resolves with the share that was too little; null: none was. */
async function starve(
	stand: Stand,
	page: WeakPage,
	mainThread: number,
	happened: () => Promise<boolean>,
): Promise<number | null> {
	for (const share of shares) {
		stand.say(`the browser has ${share} of a core`);
		await page.hold(share, mainThread);
		if (await succeeds(() => stand.until('it to show', eachShare, happened))) return share;
	}
	return null;
}

const succeeds = (act: () => Promise<unknown>) =>
	act().then(
		() => true,
		() => false,
	);

/** What came of pictures and voices meanwhile. */
async function during(page: WeakPage, act: () => Promise<unknown>) {
	const before = await page.counts();
	await act();
	const after = await page.counts();
	const grown = (of: Exclude<keyof PageCounts, 'limited'>) => after[of] - before[of];
	const rounded = (value: number) => Number(value.toFixed(3));
	return {
		frames_dropped: rounded(grown('dropped') / grown('frames')),
		/** of the voice */
		made_up: rounded(grown('madeUp') / grown('samples')),
		missing: rounded(grown('missing') / grown('played')),
		packets_per_s: rounded(grown('packets') / grown('at')),
		/** Chromium's own loudspeaker is late itself on a starved processor. */
		played_s_per_s: rounded(grown('played') / grown('at')),
	};
}

function mustBeHeard(stand: Stand, ...[calm, held]: Awaited<ReturnType<typeof during>>[]): void {
	if (!calm || !held) return;
	const missing = held.made_up + held.missing;
	stand.mustHold(missing <= mostMissing, `${missing} of the voice was missing on a starved processor`);
	stand.mustHold(held.packets_per_s >= leastCome * calm.packets_per_s, 'the voice stopped on a starved processor');
}
