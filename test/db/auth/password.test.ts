import { generatePassword, hashPassword, requirePassword, verifyPassword } from '#db/auth/password.ts';
import { expect, test } from 'vitest';

test('a password is verified by its hash, however its letters were composed', async () => {
	const hash = await hashPassword('mật khẩu rất dài'.normalize('NFC'));
	expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
	expect(await verifyPassword('mật khẩu rất dài'.normalize('NFD'), hash)).toBe(true);
	expect(await verifyPassword('mật khẩu rất dàI', hash)).toBe(false);
	expect(await hashPassword('mật khẩu rất dài')).not.toBe(hash);
	expect(await verifyPassword('none', 'none')).toBe(false);
});

test('an older hash with other costs is still verified', async () => {
	const { argon2Sync } = await import('node:crypto');
	const tag = argon2Sync('argon2id', {
		message: 'password',
		nonce: 'somesalt',
		parallelism: 1,
		tagLength: 24,
		memory: 64,
		passes: 1,
	});
	const unpadded = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');
	const stored = `$argon2id$v=19$m=64,t=1,p=1$${unpadded(Buffer.from('somesalt'))}$${unpadded(tag)}`;
	expect(await verifyPassword('password', stored)).toBe(true);
	expect(await verifyPassword('passwore', stored)).toBe(false);
});

test.each([
	['mười bốn ký t', 'password-too-short'],
	['x'.repeat(201), 'password-too-long'],
	['NguyenVanAn.14', 'password-is-login'],
])('refuses %s: %s', (password, code) => {
	expect(() => requirePassword(password, 'nguyenvanan.14')).toThrow(expect.objectContaining({ code }));
});

test('generated passwords are long enough, readable and different', () => {
	const passwords = Array.from({ length: 100 }, generatePassword);
	expect(new Set(passwords).size).toBe(100);
	for (const password of passwords) {
		expect(password).toMatch(/^[a-hjkmnp-z2-9]{4}(-[a-hjkmnp-z2-9]{4}){3}$/);
		expect(() => requirePassword(password, 'x')).not.toThrow();
	}
});
