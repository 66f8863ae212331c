import { and, asc, count, eq, inArray, isNotNull, or, sql, type SQL } from 'drizzle-orm';
import type { Database } from '../client.ts';
import { DataError } from '../data-error.ts';
import { unitOfPerson, unitPeriodOf, type Person } from '../org/people.ts';
import { inForce, knownOn } from '../org/periods.ts';
import { holds } from '../org/search.ts';
import { listSites, type Site } from '../org/sites.ts';
import { accounts } from '../schema/auth.ts';
import { memberships, people, unitPeriods } from '../schema/org.ts';
import { administersOn } from './grants.ts';
import { accountState, type AccountState } from './account-state.ts';

export interface AccountSummary {
	/** null without an account */
	readonly accountId: string | null;
	readonly login: string;
	readonly state: AccountState;
}

export interface DirectoryEntry extends Person, AccountSummary {
	readonly isAdmin: boolean;
}

export interface DirectoryFilter {
	/** `YYYY-MM-DD`: whose memberships count */
	readonly date: string;
	readonly now: number;
	/** in name, position, login or unit, with or without diacritics; empty: all */
	readonly text?: string;
	readonly state?: AccountState | undefined;
	readonly limit?: number;
	readonly offset?: number;
}

/** People with their accounts, in the order of names; and how many there are in all. */
export function listDirectory(db: Database, filter: DirectoryFilter): { entries: DirectoryEntry[]; total: number } {
	const { date, now, text = '', state, limit = 50, offset = 0 } = filter;
	const isWanted = and(
		text.trim() === '' ? undefined : or(holds(people.folded, text), hasLogin(text), isOfUnit(text, date)),
		state === undefined ? undefined : isInState(state, now),
	);
	const listed = () =>
		db.orm.select({ id: people.id }).from(people).where(isWanted).orderBy(asc(people.sortKey), asc(people.id));
	// Nothing is read of those that are passed over but the order of names; and a search looks through them once.
	const found = isWanted && listed().all();
	const page = found?.slice(offset, offset + limit) ?? listed().limit(limit).offset(offset).all();
	const entries = selectEntries(db, date, now)
		.where(
			inArray(
				people.id,
				page.map(({ id }) => id),
			),
		)
		.orderBy(asc(people.sortKey), asc(people.id))
		.all()
		.map(toEntry);
	return { entries, total: found?.length ?? countPeople(db) };
}

const countPeople = ({ orm }: Database) => orm.select({ count: count() }).from(people).get()?.count ?? 0;

/** Each as a list that SQLite makes once for the whole query. */
const hasLogin = (text: string) =>
	sql`${people.id} IN (SELECT ${accounts.personId} FROM ${accounts} WHERE ${accounts.personId} IS NOT NULL AND ${holds(accounts.login, text)})`;

const isOfUnit = (text: string, date: string) =>
	sql`${people.id} IN (SELECT ${memberships.personId} FROM ${memberships} WHERE ${memberships.unitId} IN (SELECT ${unitPeriods.unitId} FROM ${unitPeriods} WHERE ${holds(unitPeriods.folded, text)} AND ${knownOn(unitPeriods, date)}) AND ${inForce(memberships, date)})`;

function isInState(state: AccountState, now: number): SQL {
	const having = (condition: SQL | undefined) =>
		sql`(SELECT ${accounts.personId} FROM ${accounts} WHERE ${accounts.personId} IS NOT NULL AND ${condition})`;
	if (state === 'none') return sql`${people.id} NOT IN ${having(sql`TRUE`)}`;
	return sql`${people.id} IN ${having(eq(accountState(now), state))}`;
}

/** @throws DataError `not-found` */
export function requireEntry(
	db: Database,
	personId: string,
	{ date, now }: { date: string; now: number },
): DirectoryEntry {
	const row = selectEntries(db, date, now).where(eq(people.id, personId)).get();
	if (!row) throw new DataError('not-found', personId);
	return toEntry(row);
}

function selectEntries(db: Database, date: string, now: number) {
	return db.orm
		.select({
			id: people.id,
			name: people.name,
			position: people.position,
			unitId: unitPeriods.unitId,
			unitName: unitPeriods.name,
			accountId: accounts.id,
			login: accounts.login,
			state: accountState(now),
			isAdmin: administersOn(db, date),
		})
		.from(people)
		.leftJoin(unitPeriods, unitPeriodOf(unitOfPerson(date), date))
		.leftJoin(accounts, eq(accounts.personId, people.id))
		.$dynamic();
}

type Row = NonNullable<ReturnType<ReturnType<typeof selectEntries>['get']>>;

const toEntry = (row: Row): DirectoryEntry => ({
	...row,
	unitName: row.unitName ?? '',
	login: row.login ?? '',
});

export interface Terminal extends Site, AccountSummary {}

/** Every site with its terminal's account, in administrative order. */
export function listTerminals(db: Database, { date, now }: { date: string; now: number }): Terminal[] {
	const known = db.orm
		.select({ siteId: accounts.siteId, accountId: accounts.id, login: accounts.login, state: accountState(now) })
		.from(accounts)
		.where(isNotNull(accounts.siteId))
		.all();
	const bySite = new Map(known.map(({ siteId, ...account }) => [siteId, account]));
	return listSites(db, { date }).map((site) => ({
		...site,
		...(bySite.get(site.id) ?? { accountId: null, login: '', state: 'none' as const }),
	}));
}
