import { defineConfig } from '@playwright/test';

/** Debian's; another one by CHROMIUM_BIN. */
const chromium = process.env['CHROMIUM_BIN'] ?? '/usr/bin/chromium';

export default defineConfig({
	testDir: 'test/e2e',
	testMatch: '**/*.story.ts',
	outputDir: 'test-results/stories',
	// One story at a time, no second try: a story that passes now and then has not passed.
	workers: 1,
	retries: 0,
	forbidOnly: true,
	timeout: 180_000,
	expect: { timeout: 15_000 },
	reporter: [['list'], ['json', { outputFile: 'test-results/playwright.json' }]],
	use: {
		browserName: 'chromium',
		locale: 'vi-VN',
		timezoneId: 'Asia/Ho_Chi_Minh',
		viewport: { width: 1280, height: 800 },
		trace: 'retain-on-failure',
		screenshot: 'only-on-failure',
		launchOptions: {
			executablePath: chromium,
			args: [
				'--no-sandbox',
				'--use-fake-device-for-media-stream',
				'--use-fake-ui-for-media-stream',
				'--autoplay-policy=no-user-gesture-required',
			],
		},
	},
});
