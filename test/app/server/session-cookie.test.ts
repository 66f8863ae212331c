import { clearSessionToken, setSessionToken } from '#lib/server/session-cookie.ts';
import { addSecurityHeaders } from '#lib/server/security-headers.ts';
import type { Cookies } from '@sveltejs/kit';
import { describe, expect, it } from 'vitest';

function recordingCookies() {
	const set: { name: string; value: string; options: object }[] = [];
	const cookies = {
		set: (name: string, value: string, options: object) => set.push({ name, value, options }),
		delete: (name: string, options: object) => set.push({ name, value: '', options }),
	} as unknown as Cookies;
	return { cookies, set };
}

describe('the session cookie', () => {
	it('is kept from scripts, other sites and plain connections', () => {
		const { cookies, set } = recordingCookies();
		setSessionToken(cookies, 'token', 1_800_000_000_000, true);
		expect(set).toEqual([
			{
				name: '__Host-nhip-cau-phien',
				value: 'token',
				options: { path: '/', httpOnly: true, sameSite: 'lax', secure: true, expires: new Date(1_800_000_000_000) },
			},
		]);
	});

	it('has a plain name only where there is no TLS', () => {
		const { cookies, set } = recordingCookies();
		setSessionToken(cookies, 'token', 1_800_000_000_000, false);
		expect(set[0]).toMatchObject({ name: 'nhip-cau-phien', options: { secure: false } });
	});

	it('goes as it came', () => {
		const { cookies, set } = recordingCookies();
		clearSessionToken(cookies, true);
		expect(set[0]).toMatchObject({ name: '__Host-nhip-cau-phien', value: '', options: { path: '/', secure: true } });
	});
});

describe('security headers', () => {
	it('are on every answer, and keep what is more exact', () => {
		const headers = new Headers({ 'cache-control': 'private, no-cache' });
		addSecurityHeaders(headers, true);
		expect(Object.fromEntries(headers)).toMatchObject({
			'x-content-type-options': 'nosniff',
			'referrer-policy': 'same-origin',
			'cross-origin-opener-policy': 'same-origin',
			'x-frame-options': 'DENY',
			'strict-transport-security': 'max-age=31536000',
			'cache-control': 'private, no-cache',
		});
		expect(headers.get('permissions-policy')).toContain('camera=(self), microphone=(self), display-capture=(self)');
	});

	it('promise no TLS where there is none', () => {
		const headers = new Headers();
		addSecurityHeaders(headers, false);
		expect(headers.has('strict-transport-security')).toBe(false);
		expect(headers.get('cache-control')).toBe('private, no-store');
	});
});
