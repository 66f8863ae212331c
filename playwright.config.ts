import { defineConfig } from '@playwright/test';
import process from 'node:process';
import { chromiumOptions } from './test/support/chromium.ts';

export default defineConfig({
	testDir: 'test/e2e',
	testMatch: process.env['PICTURES'] ? '**/*.pictures.ts' : '**/*.story.ts',
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
		trace: { mode: 'retain-on-failure', screenshots: false, sources: false },
		screenshot: 'only-on-failure',
		launchOptions: chromiumOptions,
	},
});
