import { turnAway } from '#lib/server/turn-away.ts';
import { isRedirect } from '@sveltejs/kit';
import { expect, test } from 'vitest';

async function turnedAway(
	path: string,
	headers: Record<string, string>,
	{ method = 'GET', isDataRequest = false } = {},
) {
	const url = new URL(path, 'https://hop.tinh.gov.vn');
	try {
		const response = turnAway({ url, isDataRequest, request: new Request(url, { method, headers }) });
		return { status: response.status, body: (await response.json()) as unknown };
	} catch (thrown) {
		if (isRedirect(thrown)) return thrown.location;
		throw thrown;
	}
}
const html = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

test('a page, and a form on it, lead to the sign-in', async () => {
	expect(await turnedAway('/', html)).toBe('/sign-in');
	expect(await turnedAway('/meetings/a?b=c', html)).toBe('/sign-in?return=%2Fmeetings%2Fa%3Fb%3Dc');
	expect(await turnedAway('/meetings/a', { accept: '*/*' }, { isDataRequest: true })).toMatch(/^\/sign-in/);
	expect(await turnedAway('/sign-out', html, { method: 'POST' })).toBe('/sign-in');
	const enhanced = { accept: 'application/json', 'x-sveltekit-action': 'true' };
	expect(await turnedAway('/meetings/a?/invite', enhanced, { method: 'POST' })).toBe('/sign-in?return=%2Fmeetings%2Fa');
	expect(await turnedAway('/admin/people?/unlock&q=lan&page=2', html, { method: 'POST' })).toBe(
		'/sign-in?return=%2Fadmin%2Fpeople%3Fq%3Dlan%26page%3D2',
	);
});

test('an upload, a search and a paper are answered with the code', async () => {
	const refused = { status: 401, body: { code: 'not-signed-in' } };
	expect(await turnedAway('/meetings/a/papers?name=x', { accept: '*/*' }, { method: 'POST' })).toEqual(refused);
	expect(await turnedAway('/org/people?q=x', { accept: 'application/json' })).toEqual(refused);
	expect(await turnedAway('/papers/v', {})).toEqual(refused);
});
