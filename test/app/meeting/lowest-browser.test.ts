import { lowest, tooOld } from '#lib/meeting/device-check/lowest-browser.ts';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const webkit = 'AppleWebKit/605.1.15 (KHTML, like Gecko)';

test.each([
	['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/122.0.0.0 Safari/537.36', 'Chrome'],
	['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/123.0.0.0 Safari/537.36', undefined],
	[`Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${webkit} Version/17.4 Safari/605.1.15`, 'Safari'],
	[`Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${webkit} Version/17.5 Safari/605.1.15`, undefined],
	[`Mozilla/5.0 (iPad; CPU OS 16_7 like Mac OS X) ${webkit} CriOS/120.0 Mobile/15E148 Safari/604.1`, 'Safari'],
	[`Mozilla/5.0 (iPad; CPU OS 18_1 like Mac OS X) ${webkit} CriOS/131.0 Mobile/15E148 Safari/604.1`, undefined],
	['Mozilla/5.0 (Windows NT 10.0; rv:115.0) Gecko/20100101 Firefox/115.0', 'Firefox'],
	['curl/8', undefined],
])('%s', (userAgent, old) => expect(tooOld(userAgent)).toBe(old));

test('the README names the same browsers', () => {
	const readme = readFileSync(path.resolve('README.md'), 'utf8');
	expect(readme).toContain(
		`Chrome or Edge ${lowest.Chrome}, Safari ${lowest.Safari} (iPadOS ${lowest.Safari}), Firefox ${lowest.Firefox}`,
	);
});
