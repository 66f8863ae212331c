import { isPublicPath } from '#lib/server/public-path.ts';
import { safeReturnPath } from '#lib/server/return-path.ts';
import { describe, expect, it } from 'vitest';

describe('safeReturnPath', () => {
	it.each(['/', '/meetings/1', '/meetings/1?tab=papers', '/meetings/t%C3%AAn'])('keeps %s', (path) => {
		expect(safeReturnPath(path)).toBe(path);
	});

	it.each([
		null,
		undefined,
		'',
		'meetings',
		'https://evil.example/',
		'//evil.example/',
		'///evil.example',
		'/\\evil.example',
		'/\t/evil.example',
		'/\n/evil.example',
		'/..//evil.example',
		'/a/..//evil.example',
		'javascript:alert(1)',
		'/sign-in?return=/sign-in',
		`/${'a'.repeat(2000)}`,
	])('turns %j into the first page', (path) => {
		expect(safeReturnPath(path)).toBe('/');
	});
});

describe('isPublicPath', () => {
	it.each(['/sign-in', '/setup/abc'])('opens %s', (path) => expect(isPublicPath(path)).toBe(true));
	it.each(['/', '/sign-in/x', '/setup', '/setup/a/b', '/meetings/sign-in', '/papers/1'])('keeps %s shut', (path) => {
		expect(isPublicPath(path)).toBe(false);
	});
});
