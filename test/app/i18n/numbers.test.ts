import { formatMegabytes, formatMs, formatShare } from '#lib/i18n/numbers.ts';
import { expect, test } from 'vitest';

test('no line ends between a number and its unit', () => {
	const written = [formatMs(4900), formatMs(240), formatShare(0.012), formatMegabytes(162)];
	expect(written).toEqual(['4,9\u00A0s', '240\u00A0ms', '1,2\u00A0%', '162\u00A0MB']);
});
