import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { chromium, type Browser, type CDPSession, type Page } from '@playwright/test';
import { chromiumOptions } from '#test/support/chromium.ts';
import type { Task } from './event-cost.ts';
import type { DeviceAddress } from './signalling.ts';

/** In a trace, what tells the page's main thread from all others. */
const begun = 'begun';

/** ms */
const aside = 300;

/** The clock of Chromium's traces on Linux, whose times are `Task`'s (CLOCK_MONOTONIC); ms. */
export const traceNow = (): number => Number(process.hrtime.bigint()) / 1e6;

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

	/** So many wait for the floor, as the page shows it. Throws where it does not within five seconds: it hears of no event. */
	async untilWaiting(count: number): Promise<void> {
		await this.#page.getByTestId('tab-floor').getByText(String(count), { exact: true }).waitFor({ timeout: 5_000 });
	}

	elements(): Promise<number> {
		return this.#page.evaluate(() => document.querySelectorAll('*').length);
	}

	/**
	 * The tasks of the main thread while `act` goes on, as long as on a tablet: the time that this machine's processor gave
	 * them, so many times. Call it within `atFullSpeed` alone: Chromium slows a thread down by letting it spin by the clock,
	 * and on a machine that is shared that says more of the others than of the page.
	 */
	async tasksDuring(act: () => Promise<unknown>): Promise<Task[]> {
		const events: TraceEvent[] = [];
		const gather = ({ value }: { value: object[] }) => events.push(...(value as TraceEvent[]));
		this.#devtools.on('Tracing.dataCollected', gather);
		const written = new Promise((resolve) => this.#devtools.once('Tracing.tracingComplete', resolve));
		const includedCategories = ['toplevel', 'blink.user_timing'];
		await this.#devtools.send('Tracing.start', { traceConfig: { includedCategories } });
		await this.#page.evaluate((name) => performance.mark(name), begun);
		// What begins and ends a trace is no part of it.
		await wait(aside);
		await act();
		await wait(aside);
		await this.#devtools.send('Tracing.end');
		await written;
		this.#devtools.off('Tracing.dataCollected', gather);
		const start = events.find(({ name }) => name === begun);
		return events
			.filter(({ name, tid, pid }) => name.endsWith('RunTask') && tid === start?.tid && pid === start.pid)
			.map(({ ts, tdur = 0 }) => ({ at: ts / 1000, took: (tdur / 1000) * slowness }));
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
