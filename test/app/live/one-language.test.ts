import { m } from '#lib/paraglide/messages.js';
import { expect, test, vi } from 'vitest';

test('a page reads its language once, not for each text that it writes', async () => {
	const cookie = vi.fn(() => 'ngon-ngu=en');
	const page = Object.defineProperty({}, 'cookie', { get: cookie });
	vi.stubGlobal('document', page);
	vi.stubGlobal('window', globalThis);
	await import('../../../app/src/hooks.client.ts');
	cookie.mockReturnValue('ngon-ngu=vi');
	cookie.mockClear();
	expect([m.live_people(), m.live_people()]).toEqual([m.live_people({}, { locale: 'en' }), 'People']);
	expect(cookie).not.toHaveBeenCalled();
});
