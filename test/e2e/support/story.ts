import { test as base } from '@playwright/test';

/** A story ends with everybody gone: pages that stay open would go on sending video into the stories after it. */
export const test = base.extend<{ leaving: void }>({
	leaving: [
		async ({ browser }, use) => {
			await use();
			for (const context of browser.contexts()) await context.close();
		},
		{ auto: true },
	],
});
