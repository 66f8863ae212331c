import type { GrantKind } from '#meeting/holder.ts';
import { and, eq, gte, inArray, lt } from 'drizzle-orm';
import { giveGrant } from '../auth/grants.ts';
import { insertAccount, insertSiteAccounts, setPassword } from '../auth/accounts.ts';
import { generatePassword, hashPassword } from '../auth/password.ts';
import { dateOf, endOfDay, startOfDay } from '../calendar.ts';
import { inTransaction, type Database } from '../client.ts';
import { requireBodyDetails } from '../org/bodies.ts';
import { listSites } from '../org/sites.ts';
import { accounts } from '../schema/auth.ts';
import { bodyMembers } from '../schema/bodies.ts';
import { meetings } from '../schema/meetings.ts';
import { readDemoAccounts, writeDemoAccounts, type DemoAccount } from './accounts-file.ts';
import { cast, type DemoRole } from './cast.ts';
import { createMeetingOfToday, createOtherMeetings } from './meetings.ts';
import { createProvince, requireId, type DemoProvince } from './province.ts';

/** Every room has a terminal's account with one password; those of the rooms where the cast sits are shown. */
const hour = 3_600_000;
const shownTerminals = ['38.VPUB', '38.STTTT', '15499', '14902'];

/**
 * The demo: province, people, accounts, and a meeting of today that is not over. Can be called at every start: what is
 * there stays, and the passwords are those of the first start.
 */
export async function seedDemo(db: Database, dataDir: string, now: number): Promise<{ accounts: DemoAccount[] }> {
	let province = findProvince(db, now);
	let shown = province && readDemoAccounts(dataDir);
	if (province && !shown) {
		shown = newAccounts();
		for (const { id, password } of matchAccounts(db, shown)) await setPassword(db, id, password);
		writeDemoAccounts(dataDir, shown);
	}
	if (!province || !shown) {
		shown = newAccounts();
		province = await createDemo(db, dataDir, shown, now);
	}
	if (!hasMeetingToday(db, province, now)) await createMeetingOfToday(db, dataDir, province, now);
	return { accounts: shown };
}

function newAccounts(): DemoAccount[] {
	const people = cast.map(({ role, name, login }) => ({ role, name, login, password: generatePassword() }));
	const password = generatePassword();
	const terminals = shownTerminals.map((code) => ({
		role: 'terminal',
		name: `Điểm cầu ${code}`,
		login: `diemcau.${code.toLowerCase()}`,
		password,
	}));
	return [...people, ...terminals];
}

/** All or nothing but the file of passwords, which comes first: without its accounts it is written anew. */
async function createDemo(
	db: Database,
	dataDir: string,
	shown: readonly DemoAccount[],
	now: number,
): Promise<DemoProvince> {
	const hashes = new Map<string, string>();
	for (const password of new Set(shown.map((account) => account.password)))
		hashes.set(password, await hashPassword(password));
	writeDemoAccounts(dataDir, shown);
	return inTransaction(db, () => {
		const province = createProvince(db, dateOf(now));
		for (const { role, login, password } of shown) {
			const personId = province.people.get(role as DemoRole);
			const passwordHash = requireId(hashes, password);
			if (personId)
				insertAccount(db, { login, passwordHash, owner: { personId }, isAdmin: role === 'administrator' }, now);
		}
		giveDemoGrants(db, province, now);
		const siteIds = province.sites.map((site) => site.id);
		const terminal = shown.find((account) => account.role === 'terminal');
		if (terminal) insertSiteAccounts(db, siteIds, requireId(hashes, terminal.password), now);
		createOtherMeetings(db, province, now);
		return province;
	});
}

/** Who convenes, keeps papers and watches over meetings in the demo, beside the administrator. */
function giveDemoGrants(db: Database, { people, bodyId }: DemoProvince, now: number): void {
	const { unitId } = requireBodyDetails(db, bodyId, dateOf(now));
	const ofProvince = { unitId, bodyId: null, validFrom: dateOf(now), validTo: null };
	const by = { accountId: null, now };
	const given: [DemoRole, GrantKind, string][] = [
		['chair', 'convene', 'Chủ tịch UBND tỉnh triệu tập cuộc họp'],
		['secretary', 'convene', 'Văn phòng UBND tỉnh giúp triệu tập cuộc họp'],
		['secretary', 'keep-papers', 'Văn phòng UBND tỉnh tiếp nhận tài liệu'],
		['operator', 'operate', 'Trực kỹ thuật các cuộc họp'],
	];
	for (const [role, kind, reason] of given)
		giveGrant(db, { personId: requireId(people, role), kind, reason, ...ofProvince }, by);
}

function findProvince(db: Database, now: number): DemoProvince | undefined {
	const logins = cast.map(({ login }) => login);
	const rows = db.orm.select().from(accounts).where(inArray(accounts.login, logins)).all();
	const people = new Map<DemoRole, string>();
	for (const { role, login } of cast) {
		const personId = rows.find((row) => row.login === login)?.personId;
		if (personId) people.set(role, personId);
	}
	const chairId = people.get('chair');
	if (chairId === undefined) return undefined;
	const membership = db.orm.select().from(bodyMembers).where(eq(bodyMembers.personId, chairId)).get();
	return membership && { people, sites: listSites(db, { date: dateOf(now) }), bodyId: membership.bodyId };
}

/** The accounts that are shown. Without the file their passwords are lost, and set anew. */
function matchAccounts(db: Database, shown: readonly DemoAccount[]): { id: string; password: string }[] {
	const rows = db.orm.select({ id: accounts.id, login: accounts.login }).from(accounts).all();
	return rows.flatMap(({ id, login }) => {
		const account = shown.find((each) => each.login === login);
		return account ? [{ id, password: account.password }] : [];
	});
}

/** Late in the evening one just after midnight serves as well. */
function hasMeetingToday({ orm }: Database, { bodyId }: DemoProvince, now: number): boolean {
	const end = Math.max(endOfDay(now), now + hour);
	const today = and(gte(meetings.startsAt, startOfDay(now)), lt(meetings.startsAt, end));
	const usable = inArray(meetings.status, ['draft', 'approved', 'invited', 'rehearsal', 'live']);
	return (
		orm
			.select()
			.from(meetings)
			.where(and(eq(meetings.bodyId, bodyId), today, usable))
			.get() !== undefined
	);
}
