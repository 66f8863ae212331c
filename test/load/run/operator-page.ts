import { chromium, type Browser, type Page } from '@playwright/test';
import { chromiumOptions } from '#test/support/chromium.ts';
import type { DeviceAddress } from './signalling.ts';

/** How fast a wall is scrolled through by somebody who looks for a site, in px/s. */
const scrollSpeed = 1_500;

/** What of Network.webSocketFrameReceived matters (Chrome DevTools Protocol): binary frames come as base64. */
interface FrameReceived {
	readonly response: { readonly opcode: number; readonly payloadData: string };
}
const binary = 2;

/** The operator's page in Chromium, on a screen of 1920×1080, with the site wall open. */
export class OperatorPage {
	readonly #browser: Browser;
	readonly #page: Page;
	#bytes = 0;

	static async open({ url, meetingId, cookie }: DeviceAddress): Promise<OperatorPage> {
		const browser = await chromium.launch(chromiumOptions);
		try {
			const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
			const [name = '', value = ''] = cookie.split('=');
			await context.addCookies([{ name, value, url }]);
			const page = await context.newPage();
			const operator = new OperatorPage(browser, page);
			const devtools = await context.newCDPSession(page);
			devtools.on('Network.webSocketFrameReceived', (frame) => operator.#count(frame));
			await devtools.send('Network.enable');
			await page.goto(`${url}/meetings/${meetingId}/live?view=wall`);
			await page.getByTestId('wall').waitFor();
			return operator;
		} catch (error) {
			await browser.close();
			throw error;
		}
	}

	private constructor(browser: Browser, page: Page) {
		this.#browser = browser;
		this.#page = page;
	}

	/** That came over the meeting's link so far, stills and all else. */
	get bytes(): number {
		return this.#bytes;
	}

	/** Entries that have a still, in sight or not. */
	stills(): Promise<number> {
		return this.#page.getByTestId('wall').getAttribute('data-stills').then(Number);
	}

	/** Frames per second that the page draws, while it lies still or is scrolled up and down. */
	framesPerSecond({ seconds, isScrolled }: { seconds: number; isScrolled: boolean }): Promise<number> {
		return this.#page.evaluate(
			async ({ ms, speed }) => {
				const list = document.querySelector('[data-testid=wall] .groups');
				if (!list) throw new Error('the wall has no list');
				let [frames, direction, last] = [0, 1, performance.now()];
				const started = last;
				await new Promise<void>((done) => {
					const draw = (now: number) => {
						list.scrollTop += (direction * speed * (now - last)) / 1000;
						if (list.scrollTop <= 0) direction = 1;
						else if (list.scrollTop + list.clientHeight >= list.scrollHeight - 2) direction = -1;
						last = now;
						frames += 1;
						if (now - started < ms) requestAnimationFrame(draw);
						else done();
					};
					requestAnimationFrame(draw);
				});
				return (frames * 1000) / (last - started);
			},
			{ ms: seconds * 1000, speed: isScrolled ? scrollSpeed : 0 },
		);
	}

	close(): Promise<void> {
		return this.#browser.close();
	}

	#count({ response: { opcode, payloadData } }: FrameReceived): void {
		this.#bytes += opcode === binary ? (payloadData.length * 3) / 4 : payloadData.length;
	}
}
