import { chromium, type Browser, type Page } from '@playwright/test';
import { chromiumOptions } from '#test/support/chromium.ts';
import type { DeviceAddress } from './signalling.ts';

/** 1 Mbit/s each way, in bytes per second, and ms added to each answer (Network.emulateNetworkConditions). */
const line = { offline: false, downloadThroughput: 125_000, uploadThroughput: 125_000, latency: 40 };

export interface Entry {
	/** from asking for the page until it is connected and shows the agenda, ms */
	readonly ms: number;
	/** until picture and sound are agreed on, too; these themselves do not pass through what is slowed down */
	readonly media_ms: number;
	/** that came by then, heads and all, the meeting's link too */
	readonly bytes: number;
	readonly requests: number;
}

/**
 * A delegate who is signed in opens the meeting's page on a line of 1 Mbit/s, with nothing kept of earlier visits. Chromium
 * slows down pages, files and the meeting's link; WebRTC's own packets it does not.
 */
export async function enterSlowly({ url, meetingId, cookie }: DeviceAddress): Promise<Entry> {
	const browser = await chromium.launch(chromiumOptions);
	try {
		const page = await slowPage(browser, { url, cookie });
		const count = await countBytes(page);
		await page.goto(`${url}/meetings/${meetingId}/live`, { waitUntil: 'commit' });
		const ms = await shown(page, '.agenda > li');
		const { bytes, requests } = count;
		return { ms, media_ms: await shown(page, '[data-media=joined]'), bytes, requests };
	} finally {
		await browser.close();
	}
}

async function slowPage(browser: Browser, { url, cookie }: Pick<DeviceAddress, 'url' | 'cookie'>): Promise<Page> {
	const context = await browser.newContext({ viewport: { width: 1180, height: 820 } });
	const [name = '', value = ''] = cookie.split('=');
	await context.addCookies([{ name, value, url }]);
	return context.newPage();
}

async function countBytes(page: Page): Promise<{ bytes: number; requests: number }> {
	const devtools = await page.context().newCDPSession(page);
	const count = { bytes: 0, requests: 0 };
	devtools.on('Network.dataReceived', ({ encodedDataLength }) => (count.bytes += encodedDataLength));
	devtools.on('Network.responseReceived', ({ response }) => {
		count.bytes += response.encodedDataLength;
		count.requests += 1;
	});
	devtools.on('Network.webSocketFrameReceived', ({ response: { opcode, payloadData } }) => {
		count.bytes += opcode === binary ? Math.floor((payloadData.length * 3) / 4) : payloadData.length;
	});
	await devtools.send('Network.enable');
	await devtools.send('Network.emulateNetworkConditions', line);
	return count;
}

/** Binary frames come as base64 (Chrome DevTools Protocol, Network.WebSocketFrame). */
const binary = 2;

/** Until this stands in the page of a connected device, ms since it was asked for. */
async function shown(page: Page, selector: string): Promise<number> {
	const at = await page.waitForFunction(
		(also) =>
			document.querySelector('[data-testid=connection-state][data-state=connected]') &&
			document.querySelector(also) &&
			performance.now(),
		selector,
		{ polling: 'raf', timeout: 60_000 },
	);
	return Math.round((await at.jsonValue()) ?? 0);
}
