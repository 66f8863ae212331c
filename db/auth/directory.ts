import { and, asc, count, eq, inArray, isNotNull, sql, type Placeholder, type SQL } from 'drizzle-orm';
import { unionAll } from 'drizzle-orm/sqlite-core';
import type { Database } from '../client.ts';
import { DataError } from '../data-error.ts';
import { fold } from '../fold.ts';
import { unitOfPerson, unitPeriodOf, type Person } from '../org/people.ts';
import { inForce, knownOn } from '../org/periods.ts';
import { holds } from '../org/search.ts';
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

interface Directory {
	readonly entries: DirectoryEntry[];
	readonly total: number;
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

/**
 * People with their accounts, in the order of names; and how many there are in all. In pieces, since to look through ten thousand, whose
 * logins and units may do as well, keeps the loop for milliseconds (app/live/next-turn.ts).
 */
export function* directoryInPieces(db: Database, filter: DirectoryFilter): Generator<void, Directory> {
	const { date, now, limit = 50, offset = 0 } = filter;
	// Nothing is read of those that are passed over but the order of names; and a search looks through them once.
	const found = yield* findIds(db, filter);
	const page = found?.slice(offset, offset + limit) ?? allIds(db).values({ limit, offset });
	const ids = JSON.stringify(page.flat());
	const entries = entriesOf(db).all({ date, now, ids }).map(toEntry);
	return { entries, total: found?.length ?? countPeople(db).get()?.count ?? 0 };
}

/**
 * Those who are looked for, a row each, in the order of names; undefined: nobody in particular is. A few lists that are laid together
 * here: within one question SQLite laid each into a tree, which for thousands took longer than all else.
 */
function* findIds(db: Database, filter: DirectoryFilter): Generator<void, unknown[][] | undefined> {
	const { date, now, text = '', state, charge } = filter;
	const typed = fold(text);
	const inCharge = charge && isInCharge(charge);
	const isAnybody = state === undefined && !inCharge;
	if (typed === '' && isAnybody) return undefined;
	let having: ReadonlySet<unknown> | undefined;
	if (typed !== '') {
		const byName = idsNamed(db).values({ typed });
		yield;
		const others = idsBeside(db).values({ typed, date });
		if (isAnybody && others.length === 0) return byName;
		having = new Set([...byName, ...others].flat());
		yield;
	}
	const withAccount = state && new Set(idsWithAccount(db, state, now).flat());
	if (withAccount) yield;
	return selectIds(db, inCharge)
		.values()
		.filter(([id]) => (having?.has(id) ?? true) && (withAccount?.has(id) ?? true) !== (state === 'none'));
}

const selectIds = ({ orm }: Database, which?: SQL) =>
	orm.select({ id: people.id }).from(people).where(which).orderBy(asc(people.sortKey), asc(people.id));

const allIds = prepared((db) =>
	selectIds(db).limit(sql.placeholder('limit')).offset(sql.placeholder('offset')).prepare(),
);

const typedText = sql.placeholder('typed');

/** By name or position. */
const idsNamed = prepared((db) => selectIds(db, holds(people.folded, typedText)).prepare());

/** By login, looked through in its index, a tenth of the table; or by unit. */
const idsBeside = prepared(({ orm }) => {
	const [day, { personId, unitId }] = [sql.placeholder('date'), memberships];
	const logins = orm
		.select({ rowid: sql`rowid` })
		.from(accounts)
		.where(holds(accounts.login, typedText));
	const called = orm
		.select({ unitId: unitPeriods.unitId })
		.from(unitPeriods)
		.where(and(holds(unitPeriods.folded, typedText), knownOn(unitPeriods, day)));
	return unionAll(
		orm
			.select({ id: accounts.personId })
			.from(accounts)
			.where(and(sql`rowid IN ${logins}`, isNotNull(accounts.personId))),
		orm
			.select({ id: personId })
			.from(memberships)
			.where(and(inArray(unitId, called), inForce(memberships, day))),
	).prepare();
});

/** Whose account is in that state; `none`: who has one at all. */
const idsWithAccount = ({ orm }: Database, state: AccountState, now: number): unknown[][] =>
	orm
		.select({ id: accounts.personId })
		.from(accounts)
		.where(and(isNotNull(accounts.personId), state === 'none' ? undefined : eq(accountState(now), state)))
		.values();

const countPeople = prepared(({ orm }) => orm.select({ count: count() }).from(people).prepare());

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
