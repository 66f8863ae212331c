import { createAccount, setPassword } from '#db/auth/accounts.ts';
import { deleteExpiredSessions, openSession, resolveSession, signOut } from '#db/auth/sessions.ts';
import { signIn } from '#db/auth/sign-in.ts';
import { sessions } from '#db/schema/auth.ts';
import { sitePeriods } from '#db/schema/org.ts';
import { count, eq } from 'drizzle-orm';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createSmallProvince, now } from '../small-province.ts';
import { temporaryDatabase } from '../temporary-database.ts';

const hour = 3_600_000;
const day = 24 * hour;
const password = 'một mật khẩu dài';

async function prepare() {
	const db = temporaryDatabase();
	const { delegateId, siteId } = createSmallProvince(db);
	const person = await createAccount(db, { login: 'lan', password, owner: { personId: delegateId } }, now);
	const room = await createAccount(db, { login: 'phong', password, owner: { siteId: siteId('385') } }, now);
	const open = (accountId: string) =>
		openSession(db, { accountId, isTerminal: accountId === room, ip: null, userAgent: null, now }).token;
	return { db, person, room, open, site: siteId('385') };
}

test("a person's session ends after 12 hours without use, and after 30 days in any case", async () => {
	const { db, person, open } = await prepare();
	const [idle, used] = [open(person), open(person)];
	expect(resolveSession(db, idle, now + 12 * hour)).toBeUndefined();
	let at = now;
	while (at + 11 * hour < now + 30 * day) expect(resolveSession(db, used, (at += 11 * hour))).toBeDefined();
	expect(resolveSession(db, used, now + 30 * day)).toBeUndefined();
});

test('that sessions are in use is written together, once those who come have come', async () => {
	const { db, person, room, open } = await prepare();
	const tokens = [open(person), open(person), open(room)];
	vi.useFakeTimers({ toFake: ['setTimeout'] });
	onTestFinished(() => void vi.useRealTimers());
	const seen = () => db.orm.select({ at: sessions.lastSeenAt }).from(sessions).all();
	for (const token of tokens) expect(resolveSession(db, token, now + hour)).toBeDefined();
	expect(seen()).toEqual(tokens.map(() => ({ at: now })));
	vi.advanceTimersByTime(1_000);
	expect(seen()).toEqual(tokens.map(() => ({ at: now + hour })));
});

test('a room stays signed in between meetings', async () => {
	const { db, room, open } = await prepare();
	const token = open(room);
	expect(resolveSession(db, token, now + 60 * day)).toMatchObject({
		personId: null,
		name: 'Điểm cầu huyện Quan Hóa',
		position: '',
	});
});

test('the terminal of a room that is no more neither stays signed in nor signs in; one that has yet to begin is set up', async () => {
	const { db, room, person, open, site } = await prepare();
	const [token, other] = [open(room), open(person)];
	const attempt = () => signIn(db, { login: 'phong', password, ip: null, userAgent: null, now });
	const lasts = (validFrom: string, validTo: string | null) =>
		db.orm.update(sitePeriods).set({ validFrom, validTo }).where(eq(sitePeriods.siteId, site)).run();
	lasts('2020-01-01', '2026-11-23');
	expect([resolveSession(db, token, now), resolveSession(db, other, now)]).toEqual([undefined, expect.anything()]);
	expect(await attempt()).toEqual({ code: 'account-disabled' });
	lasts('2020-01-01', '2026-11-24');
	expect(resolveSession(db, token, now)).toBeDefined();
	lasts('2027-01-01', null);
	expect(await attempt()).toHaveProperty('token');
});

test('signing out and a new password end sessions', async () => {
	const { db, person, room, open } = await prepare();
	const [first, second, other] = [open(person), open(person), open(room)];
	signOut(db, first);
	expect([resolveSession(db, first, now), resolveSession(db, second, now)]).toEqual([undefined, expect.anything()]);
	await setPassword(db, person, 'một mật khẩu khác');
	expect([resolveSession(db, second, now), resolveSession(db, other, now)]).toEqual([undefined, expect.anything()]);
});

test('expired sessions are deleted, the others stay', async () => {
	const { db, person, room, open } = await prepare();
	const [old, terminal] = [open(person), open(room)];
	expect(deleteExpiredSessions(db, now + 12 * hour - 1)).toBe(0);
	expect(deleteExpiredSessions(db, now + 12 * hour)).toBe(1);
	expect([resolveSession(db, old, now), resolveSession(db, terminal, now)]).toEqual([undefined, expect.anything()]);
	expect(db.orm.select({ rows: count() }).from(sessions).get()).toEqual({ rows: 1 });
});
