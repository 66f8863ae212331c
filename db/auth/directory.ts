import { and, asc, count, eq, isNotNull, or, sql, type Placeholder, type SQL } from 'drizzle-orm';
import type { Database } from '../client.ts';
import { DataError } from '../data-error.ts';
import { unitOfPerson, unitPeriodOf, type Person } from '../org/people.ts';
import { inForce, knownOn } from '../org/periods.ts';
import { isLike, patternOf } from '../org/search.ts';
import { listSites, type Site, type SitesFilter } from '../org/sites.ts';
import { prepared } from '../prepared.ts';
import { accounts } from '../schema/auth.ts';
import { memberships, people, unitPeriods } from '../schema/org.ts';
import { administersOn } from './grants.ts';
import { accountState, type AccountState } from './account-state.ts';
import { isInCharge, type Charge } from './charge.ts';

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
	/** of those alone who are in it; all */
	readonly charge?: Charge;
	readonly limit?: number;
	readonly offset?: number;
}

/** People with their accounts, in the order of names; and how many there are in all. */
export function listDirectory(db: Database, filter: DirectoryFilter): { entries: DirectoryEntry[]; total: number } {
	const { date, now, text = '', state, charge, limit = 50, offset = 0 } = filter;
	// Nothing is read of those that are passed over but the order of names; and a search looks through them once.
	const found = findIds(db, { date, now, text, state, inCharge: charge && isInCharge(charge) });
	const page = found?.slice(offset, offset + limit) ?? allIds(db).all({ limit, offset });
	const ids = JSON.stringify(page.map(({ id }) => id));
	const entries = entriesOf(db).all({ date, now, ids }).map(toEntry);
	return { entries, total: found?.length ?? countPeople(db).get()?.count ?? 0 };
}

type Wanted = Pick<DirectoryFilter, 'date' | 'now' | 'state'> & {
	readonly text: string;
	readonly inCharge: SQL | undefined;
};

/** Those who are looked for; undefined: nobody in particular is. */
function findIds(db: Database, { date, now, text, state, inCharge }: Wanted): { id: string }[] | undefined {
	const pattern = text.trim() === '' ? undefined : patternOf(text);
	if (state !== undefined || inCharge) {
		const having = pattern === undefined ? undefined : hasAnywhere(pattern, date);
		return selectIds(db, and(inCharge, having, state && isInState(state, now))).all();
	}
	return pattern === undefined ? undefined : idsHaving(db).all({ pattern, date });
}

const selectIds = ({ orm }: Database, which?: SQL) =>
	orm.select({ id: people.id }).from(people).where(which).orderBy(asc(people.sortKey), asc(people.id));

const allIds = prepared((db) =>
	selectIds(db).limit(sql.placeholder('limit')).offset(sql.placeholder('offset')).prepare(),
);

const idsHaving = prepared((db) =>
	selectIds(db, hasAnywhere(sql.placeholder('pattern'), sql.placeholder('date'))).prepare(),
);

const countPeople = prepared(({ orm }) => orm.select({ count: count() }).from(people).prepare());

/** In name, position, login or unit: the last two each as a list that SQLite makes once for the whole query. */
const hasAnywhere = (pattern: string | Placeholder, date: string | Placeholder) =>
	or(
		isLike(people.folded, pattern),
		sql`${people.id} IN (SELECT ${accounts.personId} FROM ${accounts} WHERE ${accounts.personId} IS NOT NULL AND ${isLike(accounts.login, pattern)})`,
		sql`${people.id} IN (SELECT ${memberships.personId} FROM ${memberships} WHERE ${memberships.unitId} IN (SELECT ${unitPeriods.unitId} FROM ${unitPeriods} WHERE ${isLike(unitPeriods.folded, pattern)} AND ${knownOn(unitPeriods, date)}) AND ${inForce(memberships, date)})`,
	);

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

const entriesOf = prepared((db) =>
	selectEntries(db, sql.placeholder('date'), sql.placeholder('now'))
		.where(sql`${people.id} IN (SELECT value FROM json_each(${sql.placeholder('ids')}))`)
		.orderBy(asc(people.sortKey), asc(people.id))
		.prepare(),
);

function selectEntries(db: Database, date: string | Placeholder, now: number | Placeholder) {
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

/** Every site, or those of some units, with its terminal's account, in administrative order. */
export function listTerminals(db: Database, { now, ...which }: SitesFilter & { readonly now: number }): Terminal[] {
	const known = terminalAccounts(db).all({ now });
	const bySite = new Map(known.map(({ siteId, ...account }) => [siteId, account]));
	return listSites(db, which).map((site) => ({
		...site,
		...(bySite.get(site.id) ?? { accountId: null, login: '', state: 'none' as const }),
	}));
}

const terminalAccounts = prepared(({ orm }) =>
	orm
		.select({
			siteId: accounts.siteId,
			accountId: accounts.id,
			login: accounts.login,
			state: accountState(sql.placeholder('now')),
		})
		.from(accounts)
		.where(isNotNull(accounts.siteId))
		.prepare(),
);
