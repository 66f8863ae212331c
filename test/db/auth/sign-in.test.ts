import { createHash } from 'node:crypto';
import { listAudit } from '#db/audit/audit.ts';
import { disableAccount } from '#db/auth/account-state.ts';
import { createAccount } from '#db/auth/accounts.ts';
import { resolveSession } from '#db/auth/sessions.ts';
import { signIn, unlockAccount } from '#db/auth/sign-in.ts';
import { openDatabase, type Database } from '#db/client.ts';
import { insertPerson } from '#db/org/people.ts';
import { sessions } from '#db/schema/auth.ts';
import { expect, onTestFinished, test, vi } from 'vitest';
import { now } from '../small-province.ts';
import { temporaryDatabase } from '../temporary-database.ts';

const password = 'một mật khẩu dài';
const minute = 60_000;

async function createPersonAccount(db: Database) {
	const personId = insertPerson(db, { name: 'Bùi Thị Lan', position: 'Chủ tịch UBND xã' });
	return { personId, accountId: await createAccount(db, { login: 'Lan.BT', password, owner: { personId } }, now) };
}

const attempt = (db: Database, login: string, given: string, at = now) =>
	signIn(db, { login, password: given, ip: '10.0.0.1', userAgent: 'test', now: at });

test('signs in, and keeps only the hash of the token', async () => {
	const db = temporaryDatabase();
	const { accountId, personId } = await createPersonAccount(db);
	const signedIn = await attempt(db, ' lan.bt ', password);
	if (!('token' in signedIn)) throw new Error(signedIn.code);
	expect(signedIn.token).toMatch(/^[\w-]{43}$/);
	expect(resolveSession(db, signedIn.token, now)).toMatchObject({
		accountId,
		personId,
		siteId: null,
		participantId: personId,
		name: 'Bùi Thị Lan',
		grants: [],
	});
	expect(JSON.stringify(db.orm.select().from(sessions).all())).not.toContain(signedIn.token);
	expect(resolveSession(db, `${signedIn.token}x`, now)).toBeUndefined();
});

test('a wrong password and an unknown login are refused alike', async () => {
	const db = temporaryDatabase();
	await createPersonAccount(db);
	expect(await attempt(db, 'lan.bt', 'sai mật khẩu rồi')).toEqual({ code: 'sign-in-refused' });
	expect(await attempt(db, 'nobody', password)).toEqual({ code: 'sign-in-refused' });
});

test('an unknown login takes as long as a known one', async () => {
	const db = temporaryDatabase();
	await createPersonAccount(db);
	const time = async (login: string) => {
		const started = process.cpuUsage();
		for (let round = 0; round < 4; round++) await attempt(db, login, 'sai mật khẩu rồi');
		return process.cpuUsage(started).user;
	};
	await attempt(db, 'nobody', password);
	const [unknown, known] = [await time('nobody'), await time('lan.bt')];
	// Without hashing it would be a hundredth.
	expect(unknown / known).toBeGreaterThan(0.2);
});

test('five failures lock for 15 minutes, even for the right password; success starts the count anew', async () => {
	const db = temporaryDatabase();
	const { accountId } = await createPersonAccount(db);
	for (let failure = 0; failure < 4; failure++) await attempt(db, 'lan.bt', 'sai mật khẩu rồi');
	expect(await attempt(db, 'lan.bt', password)).toHaveProperty('token');
	for (let failure = 0; failure < 5; failure++) await attempt(db, 'lan.bt', 'sai mật khẩu rồi');
	expect(await attempt(db, 'lan.bt', password, now + 15 * minute - 1)).toEqual({ code: 'sign-in-locked' });
	expect(await attempt(db, 'lan.bt', 'sai mật khẩu rồi', now + 15 * minute)).toEqual({ code: 'sign-in-refused' });
	expect(await attempt(db, 'lan.bt', password, now + 15 * minute)).toHaveProperty('token');
	// The fifth failure, and the right password during the lock.
	expect(listAudit(db, { action: 'sign-in-locked' })).toMatchObject([{ accountId, ip: '10.0.0.1' }, { accountId }]);
});

test('a lock can be lifted by hand', async () => {
	const db = temporaryDatabase();
	const { accountId } = await createPersonAccount(db);
	for (let failure = 0; failure < 5; failure++) await attempt(db, 'lan.bt', 'sai mật khẩu rồi');
	unlockAccount(db, accountId);
	expect(await attempt(db, 'lan.bt', password)).toHaveProperty('token');
});

test('attempts at the same time are counted before any of them is checked', async () => {
	const db = temporaryDatabase();
	await createPersonAccount(db);
	const answers = await Promise.all(Array.from({ length: 12 }, () => attempt(db, 'lan.bt', 'sai mật khẩu rồi')));
	expect(answers.filter((answer) => 'code' in answer && answer.code === 'sign-in-refused').length).toBe(4);
	expect(answers.filter((answer) => 'code' in answer && answer.code === 'sign-in-locked').length).toBe(8);
});

test('a disabled account loses its sessions and cannot sign in', async () => {
	const db = temporaryDatabase();
	const { accountId } = await createPersonAccount(db);
	const signedIn = await attempt(db, 'lan.bt', password);
	if (!('token' in signedIn)) throw new Error(signedIn.code);
	disableAccount(db, accountId, now);
	expect(resolveSession(db, signedIn.token, now)).toBeUndefined();
	expect(await attempt(db, 'lan.bt', password)).toEqual({ code: 'account-disabled' });
	expect(await attempt(db, 'lan.bt', 'sai mật khẩu rồi')).toEqual({ code: 'sign-in-refused' });
});

test('no secret reaches the database in the clear', async () => {
	const db = temporaryDatabase();
	await createPersonAccount(db);
	await attempt(db, 'lan.bt', 'sai mật khẩu rồi');
	await attempt(db, 'mật khẩu gõ nhầm ô', password);
	const everything = db.sqlite.serialize();
	for (const secret of [password, 'sai mật khẩu rồi', 'mật khẩu gõ nhầm ô'])
		expect(everything.includes(secret)).toBe(false);
});

test('a name that does not exist locks in the same words, with the same writes, and is not kept', async () => {
	const db = temporaryDatabase();
	await createPersonAccount(db);
	const codes = async (login: string) => {
		const answers: string[] = [];
		for (let failure = 0; failure < 6; failure++) {
			const answer = await attempt(db, login, 'sai mật khẩu rồi', now + failure);
			answers.push('code' in answer ? answer.code : 'signed in');
		}
		return answers;
	};
	const changes = async (run: () => Promise<unknown>) => {
		const total = () => db.sqlite.prepare('SELECT total_changes()').pluck().get() as number;
		const before = total();
		await run();
		return total() - before;
	};
	const refused = Array.from({ length: 4 }, () => 'sign-in-refused');
	const expected = [...refused, 'sign-in-locked', 'sign-in-locked'];
	const written: number[] = [];
	for (const login of ['lan.bt', 'khong.co.that']) {
		written.push(await changes(async () => expect(await codes(login), login).toEqual(expected)));
	}
	// Each attempt writes its audit; each but those during the lock its count.
	expect(written).toEqual([11, 11]);
	expect(await attempt(db, ' KHONG.co.that ', password, now + 6)).toEqual({ code: 'sign-in-locked' });
	expect(await attempt(db, 'khong.co.that', password, now + 4 + 15 * minute)).toEqual({ code: 'sign-in-refused' });
	expect(db.sqlite.serialize().includes('khong.co.that')).toBe(false);
});

test('nobody can compute which made-up name locks an unknown name with it', async () => {
	const db = temporaryDatabase();
	const hash = (login: string) => createHash('sha256').update(login).digest('hex').slice(0, 5);
	// Both have the same first 20 bits of SHA-256.
	const [asked, madeUp] = ['giam-doc', 'a816171'];
	expect(hash(madeUp)).toBe(hash(asked));
	for (let failure = 0; failure < 5; failure++) await attempt(db, madeUp, 'sai mật khẩu rồi');
	expect(await attempt(db, asked, 'sai mật khẩu rồi')).toEqual({ code: 'sign-in-refused' });
});

test('after a restart a name that does not exist is as locked as an account is', async () => {
	const db = temporaryDatabase();
	await createPersonAccount(db);
	const logins = ['lan.bt', 'khong.co.that'];
	for (const login of logins)
		for (let failure = 0; failure < 5; failure++) await attempt(db, login, 'sai mật khẩu rồi');
	db.close();
	vi.resetModules();
	const restarted = await import('#db/auth/sign-in.ts');
	const again = openDatabase(db.sqlite.name);
	onTestFinished(() => again.close());
	const given = { password: 'sai mật khẩu rồi', ip: '10.0.0.1', userAgent: 'test', now: now + 1 };
	for (const login of logins)
		expect(await restarted.signIn(again, { ...given, login }), login).toEqual({ code: 'sign-in-locked' });
});
