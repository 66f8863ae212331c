import { expect } from '@playwright/test';
import process from 'node:process';
import puppeteer, { type Page } from 'puppeteer-core';
import { watchPeerConnections } from './media-stats.ts';
import { test as base } from './story.ts';

/** As the stories' Chromium has it: devices that the browser makes up, and nobody to be asked. */
const preferences = {
	'media.navigator.streams.fake': true,
	'media.navigator.permission.disabled': true,
	'intl.accept_languages': 'vi-VN',
};

/** Debian's Firefox (or another one by FIREFOX_BIN) with a profile of its own, over WebDriver BiDi: gone with the story. */
export const test = base.extend<{ firefox: Page }>({
	// Playwright reads from the pattern what a fixture needs: nothing.
	firefox: async ({}, use, story) => {
		const browser = await puppeteer.launch({
			browser: 'firefox',
			protocol: 'webDriverBiDi',
			executablePath: process.env['FIREFOX_BIN'] ?? '/usr/bin/firefox-esr',
			headless: true,
			extraPrefsFirefox: preferences,
			defaultViewport: { width: 1280, height: 800 },
			// The runner ends its stories itself.
			handleSIGINT: false,
			handleSIGTERM: false,
			handleSIGHUP: false,
		});
		const page = await browser.newPage();
		await page.evaluateOnNewDocument(watchPeerConnections);
		await use(page);
		if (story.status !== story.expectedStatus)
			await story.attach('firefox', { body: Buffer.from(await page.screenshot()), contentType: 'image/png' });
		await browser.close();
	},
});

/** Clicks what a person would, as soon as it is there and can be clicked. */
export const click = (page: Page, testId: string) => page.locator(`[data-testid="${testId}"]`).click();

/** Waits until the element has this value of an attribute. */
export const expectAttribute = (page: Page, testId: string, name: string, value: string) =>
	expect
		.poll(
			() =>
				page.evaluate(
					(id, attribute) => document.querySelector(`[data-testid="${id}"]`)?.getAttribute(attribute),
					testId,
					name,
				),
			{ message: `${name} of ${testId}`, timeout: 20_000 },
		)
		.toBe(value);
