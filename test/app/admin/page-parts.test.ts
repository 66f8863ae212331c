import { deedsFor } from '#lib/admin/account-deed.ts';
import { bodyRuleOf, bodyRules, votesNeeded } from '#lib/admin/body-rules.ts';
import { actionAddress, pageAddress } from '#lib/admin/page-address.ts';
import { suggestLogin } from '#lib/admin/suggest-login.ts';
import { expect, test } from 'vitest';

test('the login of a Vietnamese name: the given name and the initials before it', () => {
	const names = ['Nguyễn Văn An', ' Đỗ  Thị Ánh Tuyết ', 'Hòa', 'H’Hen Niê', ''];
	expect(names.map(suggestLogin)).toEqual(['an.nv', 'tuyet.dta', 'hoa', 'nie.hh', '']);
});

test('only what makes sense can be done to an account', () => {
	const deeds = (state: 'none' | 'active' | 'locked' | 'disabled', isAdmin: boolean | null, isOwn = false) =>
		deedsFor({ state, isAdmin, isOwn });
	expect(deeds('active', false)).toEqual(['resetPassword', 'makeAdministrator', 'disable']);
	expect(deeds('locked', true)).toEqual(['unlock', 'resetPassword', 'removeAdministrator', 'disable']);
	expect(deeds('active', null)).toEqual(['resetPassword', 'disable']);
	expect(deeds('disabled', true)).toEqual(['enable']);
	expect(deeds('none', false)).toEqual([]);
	expect(deeds('active', true, true)).toEqual([]);
});

test('the votes that a rule asks for, exactly', () => {
	expect(votesNeeded(40, bodyRules.ubnd)).toBe(21);
	expect(votesNeeded(41, bodyRules.hdnd)).toBe(21);
	expect(votesNeeded(40, bodyRules['two-thirds'])).toBe(27);
	expect(votesNeeded(3, bodyRules['two-thirds'])).toBe(2);
	const whole = { ...bodyRules.ubnd, fraction: { numerator: 1, denominator: 1 } };
	expect([votesNeeded(40, whole), votesNeeded(0, whole), votesNeeded(NaN, whole)]).toEqual([
		undefined,
		undefined,
		undefined,
	]);
});

test('a rule is known by what it says, wherever it came from', () => {
	for (const [name, rule] of Object.entries(bodyRules))
		expect(bodyRuleOf(JSON.parse(JSON.stringify(rule)) as typeof rule)).toBe(name);
	expect(bodyRuleOf({ ...bodyRules.hdnd, quorum: null })).toBe('own');
	expect(bodyRuleOf({ ...bodyRules.ubnd, mayChangeBallot: true })).toBe('own');
});

test('pages and actions keep what was searched for', () => {
	expect(pageAddress('?q=lan&page=2', 3)).toBe('?q=lan&page=3');
	expect(pageAddress('', 2)).toBe('?page=2');
	expect(actionAddress('', 'unlock')).toBe('?/unlock');
	expect(actionAddress('?q=b%C3%B9i+lan', 'unlock')).toBe('?/unlock&q=b%C3%B9i+lan');
});
