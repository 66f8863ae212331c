import puppeteer, { type Browser, type CDPSession } from 'puppeteer-core';
import { chromiumOptions } from '#test/support/chromium.ts';

/**
 * Runs in the page before anything else: its players, which are no elements of the page, are within reach of the story,
 * and its devices open when the story lets them.
 */
function prepare(): void {
	const players: HTMLAudioElement[] = [];
	window.Audio = class extends Audio {
		constructor() {
			super();
			players.push(this);
		}
	};
	const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
	const { promise, resolve } = Promise.withResolvers<void>();
	navigator.mediaDevices.getUserMedia = (constraints) => promise.then(() => open(constraints));
	Object.assign(window, { players, letDevicesOpen: resolve });
}

/**
 * A page of a browser that plays nothing before a gesture, as browsers do unless they are told. Whatever Playwright or
 * Puppeteer evaluates counts as a gesture: here the browser itself is asked.
 */
export class HeldBackPage {
	readonly #browser: Browser;
	readonly #protocol: CDPSession;

	static async open(url: string, cookie: string): Promise<HeldBackPage> {
		const browser = await puppeteer.launch({
			executablePath: chromiumOptions.executablePath,
			args: chromiumOptions.args.filter((arg) => !arg.startsWith('--autoplay-policy')),
			headless: true,
			defaultViewport: { width: 1920, height: 1080 },
			handleSIGINT: false,
			handleSIGTERM: false,
			handleSIGHUP: false,
		});
		const [page] = await browser.pages();
		if (!page) throw new Error('a browser without a page');
		const protocol = await page.createCDPSession();
		const [name = '', value = ''] = cookie.split('=');
		await protocol.send('Network.setCookie', { name, value, url });
		await protocol.send('Page.enable');
		await protocol.send('Page.addScriptToEvaluateOnNewDocument', { source: `(${prepare.toString()})()` });
		await protocol.send('Page.navigate', { url });
		return new HeldBackPage(browser, protocol);
	}

	private constructor(browser: Browser, protocol: CDPSession) {
		this.#browser = browser;
		this.#protocol = protocol;
	}

	/** No gesture: the page plays no more than it did. `expression` gives JSON. */
	async ask<T>(expression: string): Promise<T> {
		const { result } = await this.#protocol.send('Runtime.evaluate', { expression, returnByValue: true });
		return result.value as T;
	}

	/** Nobody has touched it: that is no gesture either. */
	async reload(): Promise<void> {
		// What is asked while the page goes is not answered.
		const loaded = new Promise((resolve) => this.#protocol.once('Page.loadEventFired', resolve));
		await this.#protocol.send('Page.reload');
		await loaded;
	}

	/** A gesture, as of a hand: at a place of the screen. */
	async click(x: number, y: number): Promise<void> {
		for (const type of ['mousePressed', 'mouseReleased'] as const)
			await this.#protocol.send('Input.dispatchMouseEvent', { type, x, y, button: 'left', clickCount: 1 });
	}

	close(): Promise<void> {
		return this.#browser.close();
	}
}
