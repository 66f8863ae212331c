import { expect, type Page } from '@playwright/test';

/** A look at statistics costs nothing: what is waited for is seen when it has come. */
const intervals = [100];

/** A page of whichever driver: Playwright's, or Puppeteer's, which has Firefox. */
export interface Measurable {
	evaluate<R>(run: () => Promise<R> | R): Promise<Awaited<R>>;
}

/** Runs in the page before anything else: keeps its peer connections within reach of the story. */
export function watchPeerConnections(): void {
	const connections: RTCPeerConnection[] = [];
	Object.assign(window, { connections });
	window.RTCPeerConnection = class extends RTCPeerConnection {
		constructor(configuration?: RTCConfiguration) {
			super(configuration);
			connections.push(this);
		}
	};
}

/**
 * Runs in the page before anything else: of few pixels and frames a second, its camera costs a fifth, and is still sent in
 * more than one layer.
 */
export function takeSmallPictures(): void {
	const devices = navigator.mediaDevices;
	const open = devices.getUserMedia.bind(devices);
	const small = { width: 960, height: 540, frameRate: 15 };
	devices.getUserMedia = (asked) =>
		open(typeof asked?.video === 'object' ? { ...asked, video: { ...asked.video, ...small } } : asked);
}

export interface ReceivedAudio {
	readonly energy: number;
	readonly packets: number;
	/** played, and of these made up because their packets did not come in time */
	readonly samples: number;
	readonly concealed: number;
	/** when that was, by the page's own clock; ms */
	readonly at: number;
}

/** Sums over everything that the page receives at this moment. */
export const receivedAudio = (page: Measurable): Promise<ReceivedAudio> =>
	page.evaluate(async () => {
		const { connections } = window as unknown as { connections: RTCPeerConnection[] };
		const sum = { energy: 0, packets: 0, samples: 0, concealed: 0, at: performance.now() };
		for (const connection of connections) {
			if (connection.connectionState === 'closed') continue;
			for (const report of (await connection.getStats()).values()) {
				if (report.type !== 'inbound-rtp' || report.kind !== 'audio') continue;
				sum.energy += report.totalAudioEnergy ?? 0;
				sum.packets += report.packetsReceived ?? 0;
				sum.samples += report.totalSamplesReceived ?? 0;
				sum.concealed += report.concealedSamples ?? 0;
			}
		}
		return sum;
	});

/** Waits until so many packets of sound have come since `before`, energy with them; returns the share of it that had to be made up. */
export async function soundSince(page: Measurable, before: ReceivedAudio, packets: number, message: string) {
	await expect
		.poll(async () => (await receivedAudio(page)).packets - before.packets, { message, timeout: 60_000 })
		.toBeGreaterThan(packets);
	const after = await receivedAudio(page);
	expect(after.energy).toBeGreaterThan(before.energy);
	return (after.concealed - before.concealed) / (after.samples - before.samples);
}

/** Bytes sent of each layer of the shared screen. */
export const screenBytesSent = (page: Page): Promise<number[]> =>
	page.evaluate(async () => {
		const { connections } = window as unknown as { connections: RTCPeerConnection[] };
		const senders = connections
			.filter(({ connectionState }) => connectionState !== 'closed')
			.flatMap((connection) => connection.getSenders());
		// As the product has it encoded; a small camera has two layers, too.
		const screen = senders.find(({ track }) => track?.kind === 'video' && track.contentHint === 'detail');
		const reports = [...((await screen?.getStats())?.values() ?? [])];
		return reports.filter(({ type }) => type === 'outbound-rtp').map(({ bytesSent }) => Number(bytesSent));
	});

/** Frames sent of each layer of the camera, the smallest first; none: it does not leave. */
export const cameraFramesSent = (page: Page): Promise<number[]> =>
	page.evaluate(async () => {
		const { connections } = window as unknown as { connections: RTCPeerConnection[] };
		const senders = connections
			.filter(({ connectionState }) => connectionState !== 'closed')
			.flatMap((connection) => connection.getSenders());
		// As Chromium calls the cameras that it makes up.
		const camera = senders.find(({ track }) => track?.kind === 'video' && track.label.startsWith('fake_device'));
		const reports = [...((await camera?.getStats())?.values() ?? [])].filter(({ type }) => type === 'outbound-rtp');
		return (camera?.getParameters().encodings ?? []).map(({ rid }) => {
			return Number(reports.find((report) => report.rid === rid)?.framesSent ?? 0);
		});
	});

/** Frames shown by the video at a place of the stage since now, and its size. */
const shown = (page: Page, place: string) =>
	page.locator(`video[data-place="${place}"]`).evaluate((element) => {
		const video = element as HTMLVideoElement;
		return {
			frames: video.getVideoPlaybackQuality().totalVideoFrames,
			width: video.videoWidth,
			height: video.videoHeight,
		};
	});

/** Waits until the place shows more than `frames` further frames, at least as wide as told. */
export async function expectVideo(
	page: Page,
	place: 'main' | 'content',
	{ frames = 10, width = 480, height = 270 } = {},
) {
	await expect(page.locator(`video[data-place="${place}"]`), `${place} is on the page`).toBeVisible();
	const before = await shown(page, place);
	await expect
		.poll(
			async () => {
				const now = await shown(page, place);
				return now.frames - before.frames > frames && now.width >= width && now.height >= height;
			},
			{
				message: `${place} decodes more than ${frames} frames at ${width}×${height} or more`,
				timeout: 45_000,
				intervals,
			},
		)
		.toBe(true);
}

/** Frames decoded of the pictures that the page receives at this moment: of all, and of those that it shows nowhere. */
const countDecoded = (page: Measurable): Promise<{ all: number; unseen: number }> =>
	page.evaluate(async () => {
		const { connections } = window as unknown as { connections: RTCPeerConnection[] };
		const shown = [...document.querySelectorAll('video')].flatMap(
			({ srcObject }) => (srcObject as MediaStream | null)?.getVideoTracks().map(({ id }) => id) ?? [],
		);
		const frames = { all: 0, unseen: 0 };
		for (const connection of connections) {
			if (connection.connectionState === 'closed') continue;
			for (const report of (await connection.getStats()).values()) {
				if (report.type !== 'inbound-rtp' || report.kind !== 'video') continue;
				frames.all += report.framesDecoded ?? 0;
				if (!shown.includes(report.trackIdentifier)) frames.unseen += report.framesDecoded ?? 0;
			}
		}
		return frames;
	});

export const framesDecoded = async (page: Measurable): Promise<number> => (await countDecoded(page)).all;
export const unseenFramesDecoded = async (page: Measurable): Promise<number> => (await countDecoded(page)).unseen;

/** Waits until more than so many further frames are decoded. */
export async function expectFrames(page: Measurable, frames = 10): Promise<void> {
	let last = await framesDecoded(page);
	let come = 0;
	await expect
		.poll(
			async () => {
				const now = await framesDecoded(page);
				// A picture that went takes its count with it.
				come += Math.max(0, now - last);
				last = now;
				return come;
			},
			{ message: 'frames to come in', timeout: 30_000, intervals },
		)
		.toBeGreaterThan(frames);
}

/** Waits until sound with energy has come in since now. */
export async function expectSound(page: Measurable) {
	let last = (await receivedAudio(page)).energy;
	let come = 0;
	await expect
		.poll(
			async () => {
				const now = (await receivedAudio(page)).energy;
				// A sound that went takes its energy with it.
				come += Math.max(0, now - last);
				last = now;
				return come;
			},
			{ message: 'sound comes in', timeout: 20_000, intervals },
		)
		.toBeGreaterThan(0);
}

/** Waits until a second has gone by in which no sound with energy came in. */
export async function expectSilence(page: Measurable) {
	await expect
		.poll(
			async () => {
				const before = await receivedAudio(page);
				await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 1_000)));
				return (await receivedAudio(page)).energy - before.energy;
			},
			{ message: 'no sound to come in', timeout: 20_000 },
		)
		.toBeLessThan(1e-6);
}

/** What leaves the page: encodings that are switched on, and the bytes of media sent so far. */
export const layersSent = (page: Measurable): Promise<{ audio: number; video: number; bytes: number }> =>
	page.evaluate(async () => {
		const { connections } = window as unknown as { connections: RTCPeerConnection[] };
		const sum = { audio: 0, video: 0, bytes: 0 };
		for (const connection of connections) {
			if (connection.connectionState === 'closed') continue;
			for (const sender of connection.getSenders())
				if (sender.track)
					sum[sender.track.kind as 'audio' | 'video'] += sender
						.getParameters()
						.encodings.filter(({ active }) => active).length;
			for (const report of (await connection.getStats()).values())
				if (report.type === 'outbound-rtp') sum.bytes += report.bytesSent ?? 0;
		}
		return sum;
	});

/** The ways that media takes at this moment, one for each connection that stands. */
export const mediaWays = (page: Measurable): Promise<MediaWay[]> =>
	page.evaluate(async () => {
		const { connections } = window as unknown as { connections: RTCPeerConnection[] };
		const ways: MediaWay[] = [];
		for (const connection of connections) {
			if (connection.connectionState !== 'connected') continue;
			const stats = await connection.getStats();
			for (const transport of stats.values()) {
				if (transport.type !== 'transport') continue;
				const pair = stats.get(transport.selectedCandidatePairId);
				const local = stats.get(pair?.localCandidateId);
				const remote = stats.get(pair?.remoteCandidateId);
				if (!local || !remote) continue;
				const relay = local.candidateType === 'relay' ? local.relayProtocol : null;
				ways.push({ protocol: remote.protocol, relay, port: remote.port });
			}
		}
		return ways;
	});

interface MediaWay {
	/** to the media port, from this page or from the TURN server */
	readonly protocol: string;
	/** how this page speaks to the TURN server; null: media goes without one */
	readonly relay: string | null;
	/** the media port */
	readonly port: number;
}

/** How many peer connections the page has opened so far; more of them mean that it joined anew. */
export const openConnections = (page: Measurable): Promise<number> =>
	page.evaluate(() => (window as unknown as { connections: RTCPeerConnection[] }).connections.length);

/** Names of the microphones whose sound could leave this page at this moment. */
export const soundSent = (page: Page): Promise<string[]> =>
	page.evaluate(() => {
		const { connections } = window as unknown as { connections: RTCPeerConnection[] };
		return (
			connections
				.filter((connection) => connection.connectionState !== 'closed')
				.flatMap((connection) => connection.getSenders().flatMap(({ track }) => track ?? []))
				.filter((track) => track.kind === 'audio' && track.enabled && track.readyState === 'live')
				.map((track) => track.label)
				// The check of the network, whose silence may still be on its way, uses no microphone.
				.filter((label) => label !== 'MediaStreamAudioDestinationNode')
		);
	});

/** Frames received for the picture at a place of the stage, whether or not it can be seen. */
export const framesReceived = (page: Page, place: 'main' | 'content' | 'secondary'): Promise<number> =>
	page.evaluate(async (at) => {
		const { connections } = window as unknown as { connections: RTCPeerConnection[] };
		const video = document.querySelector<HTMLVideoElement>(`video[data-place="${at}"]`);
		const track = (video?.srcObject as MediaStream | null)?.getVideoTracks()[0];
		for (const connection of connections) {
			if (connection.connectionState === 'closed') continue;
			for (const report of (await connection.getStats()).values())
				if (report.type === 'inbound-rtp' && report.trackIdentifier === track?.id) return report.framesReceived ?? 0;
		}
		return 0;
	}, place);

/** Kinds of media that leave the page, of which at least one encoding is switched on. */
export const mediaSent = (page: Page): Promise<string[]> =>
	page.evaluate(() => {
		const { connections } = window as unknown as { connections: RTCPeerConnection[] };
		const kinds = connections
			.filter((connection) => connection.connectionState !== 'closed')
			.flatMap((connection) => connection.getSenders())
			.filter((sender) => sender.track && sender.getParameters().encodings.some(({ active }) => active))
			.map((sender) => sender.track?.kind ?? '');
		return [...new Set(kinds)].sort();
	});

/** By which each ICE session is known, of the connections that stand. */
export const icePasswords = (page: Measurable): Promise<string[]> =>
	page.evaluate(() => {
		const { connections } = window as unknown as { connections: RTCPeerConnection[] };
		return connections
			.filter(({ connectionState }) => connectionState === 'connected')
			.map(({ localDescription }) => /a=ice-pwd:(\S+)/.exec(localDescription?.sdp ?? '')?.[1] ?? '');
	});

/** Ids of the tracks that leave, of the connections that stand. */
export const tracksSent = (page: Measurable): Promise<string[]> =>
	page.evaluate(() => {
		const { connections } = window as unknown as { connections: RTCPeerConnection[] };
		return connections
			.filter(({ connectionState }) => connectionState === 'connected')
			.flatMap((connection) => connection.getSenders())
			.flatMap(({ track }) => track?.id ?? []);
	});
