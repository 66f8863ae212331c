import { chromium, type Browser, type CDPSession, type Page } from '@playwright/test';
import { chromiumOptions } from '#test/support/chromium.ts';
import type { DeviceAddress } from './signalling.ts';

/** In a trace, where what is looked for begins. */
const begun = 'begun';

/** Of Chromium's trace; µs, `tdur` of processor time. */
interface TraceEvent {
	readonly name: string;
	readonly pid: number;
	readonly tid: number;
	readonly ts: number;
	readonly tdur?: number;
}

/** How much slower than this machine a tablet is taken to be. */
const slowness = 4;

/** The chair's page in Chromium as on a tablet: 1180×820, and a processor that takes four times as long. */
export class TabletPage {
	readonly #browser: Browser;
	readonly #page: Page;
	readonly #devtools: CDPSession;

	static async open({ url, meetingId, cookie }: DeviceAddress): Promise<TabletPage> {
		const browser = await chromium.launch(chromiumOptions);
		try {
			const context = await browser.newContext({ viewport: { width: 1180, height: 820 } });
			const [name = '', value = ''] = cookie.split('=');
			await context.addCookies([{ name, value, url }]);
			const page = await context.newPage();
			const devtools = await context.newCDPSession(page);
			await page.goto(`${url}/meetings/${meetingId}/live`);
			await page.getByTestId('tab-people').waitFor();
			await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
			const tablet = new TabletPage(browser, page, devtools);
			await tablet.#slowDown(slowness);
			return tablet;
		} catch (error) {
			await browser.close();
			throw error;
		}
	}

	private constructor(browser: Browser, page: Page, devtools: CDPSession) {
		this.#browser = browser;
		this.#page = page;
		this.#devtools = devtools;
	}

	/** From the press of a button until a frame with what it opens has been drawn, in ms. */
	press(testId: string, opens: string): Promise<number> {
		return this.#page.evaluate(
			async ({ testId, opens }) => {
				const button = document.querySelector<HTMLElement>(`[data-testid="${testId}"]`);
				if (!button) throw new Error(`there is no ${testId}`);
				const frame = () => new Promise(requestAnimationFrame);
				const pressed = performance.now();
				button.click();
				do await frame();
				while (!document.querySelector(opens));
				await frame();
				return performance.now() - pressed;
			},
			{ testId, opens },
		);
	}

	elements(): Promise<number> {
		return this.#page.evaluate(() => document.querySelectorAll('*').length);
	}

	/**
	 * What the main thread of a tablet would have worked so far, in ms: the time that this machine's processor gave it, so many
	 * times. Call it within `atFullSpeed` alone: Chromium slows a thread down by letting it spin by the clock, and on a
	 * machine that is shared that says more of the others than of the page.
	 */
	async worked(): Promise<number> {
		const { metrics } = await this.#devtools.send('Performance.getMetrics');
		return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000 * slowness;
	}

	/**
	 * The longest task of the main thread between `act` and the end of `rest`, as on a tablet, ms. Within `atFullSpeed`, and
	 * apart from `worked`: to write down all tasks costs, too.
	 */
	async longestTask(rest: () => Promise<unknown>, act: () => Promise<unknown>): Promise<number> {
		const events: TraceEvent[] = [];
		const gather = ({ value }: { value: object[] }) => events.push(...(value as TraceEvent[]));
		this.#devtools.on('Tracing.dataCollected', gather);
		const written = new Promise((resolve) => this.#devtools.once('Tracing.tracingComplete', resolve));
		const includedCategories = ['toplevel', 'blink.user_timing'];
		await this.#devtools.send('Tracing.start', { traceConfig: { includedCategories } });
		await this.#page.evaluate((name) => performance.mark(name), begun);
		await act();
		await rest();
		await this.#devtools.send('Tracing.end');
		await written;
		this.#devtools.off('Tracing.dataCollected', gather);
		const start = events.find(({ name }) => name === begun);
		const tasks = events.filter(
			({ name, tid, pid, ts }) => name.endsWith('RunTask') && tid === start?.tid && pid === start.pid && ts > start.ts,
		);
		return (Math.max(...tasks.map(({ tdur = 0 }) => tdur)) / 1000) * slowness;
	}

	async atFullSpeed<Result>(task: () => Promise<Result>): Promise<Result> {
		await this.#slowDown(1);
		try {
			return await task();
		} finally {
			await this.#slowDown(slowness);
		}
	}

	async #slowDown(rate: number): Promise<void> {
		await this.#devtools.send('Emulation.setCPUThrottlingRate', { rate });
	}

	close(): Promise<void> {
		return this.#browser.close();
	}
}
