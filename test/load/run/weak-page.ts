import path from 'node:path';
import process from 'node:process';
import { chromium, type Browser, type CDPSession, type Page } from '@playwright/test';
import { watchPeerConnections } from '../../e2e/support/media-stats.ts';
import { chromiumOptions } from '#test/support/chromium.ts';
import { WatchedTracks } from '#test/support/watched-tracks.ts';
import { HeldProcessor } from './held-processor.ts';
import { descendants } from './processes.ts';
import type { DeviceAddress } from './signalling.ts';

/** What the page's statistics have counted so far, or say at this moment. */
export interface PageCounts {
	/** when that was, by the page's own clock; s */
	readonly at: number;
	/** of pictures that came */
	readonly frames: number;
	readonly dropped: number;
	/** of voices: what came, samples of it, and of these made up as nothing had come in time */
	readonly packets: number;
	readonly samples: number;
	readonly madeUp: number;
	/** s of sound that the loudspeaker took, and of these without any, as none was there in time */
	readonly played: number;
	readonly missing: number;
	/** The browser says that the processor limits the own camera. */
	readonly limited: boolean;
	/** of the largest of the own camera's pictures; 0: none leaves */
	readonly height: number;
}

/** A delegate's page in Chromium on a large screen, whose processor can be held to a part of a core. */
export class WeakPage {
	readonly watched: WatchedTracks;
	readonly #browser: Browser;
	readonly #page: Page;
	readonly #devtools: CDPSession;
	readonly #processor: HeldProcessor;

	static async open({ url, meetingId, cookie }: DeviceAddress): Promise<WeakPage> {
		const before = new Set(chromiums());
		const browser = await chromium.launch(chromiumOptions);
		try {
			const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
			await context.addInitScript(watchPeerConnections);
			const [name = '', value = ''] = cookie.split('=');
			await context.addCookies([{ name, value, url }]);
			const page = await context.newPage();
			const devtools = await context.newCDPSession(page);
			const watched = await WatchedTracks.of(page);
			await page.goto(`${url}/meetings/${meetingId}/live`);
			await page.getByTestId('tab-people').waitFor();
			const processor = HeldProcessor.take(chromiums().filter((pid) => !before.has(pid)));
			return new WeakPage({ browser, page, devtools, watched, processor });
		} catch (error) {
			await browser.close();
			throw error;
		}
	}

	private constructor(parts: {
		browser: Browser;
		page: Page;
		devtools: CDPSession;
		watched: WatchedTracks;
		processor: HeldProcessor;
	}) {
		this.#browser = parts.browser;
		this.#page = parts.page;
		this.#devtools = parts.devtools;
		this.watched = parts.watched;
		this.#processor = parts.processor;
	}

	/** The browser has so much of a core from now on, null: all there is; its page's main thread is so many times slower. */
	async hold(share: number | null, mainThread = 1): Promise<void> {
		this.#processor.hold(share);
		await this.#devtools.send('Emulation.setCPUThrottlingRate', { rate: mainThread });
	}

	counts(): Promise<PageCounts> {
		return this.#page.evaluate(async () => {
			const { connections } = window as unknown as { connections: RTCPeerConnection[] };
			const reports: Record<string, unknown>[] = [];
			for (const connection of connections)
				if (connection.connectionState !== 'closed') reports.push(...(await connection.getStats()).values());
			const of = (type: string, kind: string) =>
				reports.filter((each) => each['type'] === type && each['kind'] === kind);
			const numbers = (from: typeof reports, name: string) => from.map((each) => Number(each[name] ?? 0));
			const sum = (from: typeof reports, name: string) =>
				numbers(from, name).reduce((total, value) => total + value, 0);
			const [pictures, voices, loudspeaker] = [
				of('inbound-rtp', 'video'),
				of('inbound-rtp', 'audio'),
				of('media-playout', 'audio'),
			];
			const camera = of('outbound-rtp', 'video').filter(({ active }) => active !== false);
			return {
				at: performance.now() / 1000,
				frames: sum(pictures, 'framesReceived'),
				dropped: sum(pictures, 'framesDropped'),
				packets: sum(voices, 'packetsReceived'),
				samples: sum(voices, 'totalSamplesReceived'),
				madeUp: sum(voices, 'concealedSamples'),
				played: sum(loudspeaker, 'totalSamplesDuration'),
				missing: sum(loudspeaker, 'synthesizedSamplesDuration'),
				limited: camera.some(({ qualityLimitationReason }) => qualityLimitationReason === 'cpu'),
				height: Math.max(0, ...numbers(camera, 'frameHeight')),
			};
		});
	}

	/** As the server knows it, while it shows its own camera large. */
	async deviceId(): Promise<string> {
		return (await this.#page.locator('video[data-place="main"]').getAttribute('data-endpoint')) ?? '';
	}

	async close(): Promise<void> {
		this.#processor.hold(null);
		await this.#browser.close();
		this.#processor.close();
	}
}

const chromiums = () => descendants(process.pid, path.basename(chromiumOptions.executablePath));
