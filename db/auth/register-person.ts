import { inTransaction, type Database } from '../client.ts';
import { changeUnit } from '../org/change-unit.ts';
import { insertPerson } from '../org/people.ts';
import { insertAccount, requireLogin } from './accounts.ts';

export interface Registration {
	readonly name: string;
	readonly position: string;
	/** null: of no unit of this province, e.g. a guest from a ministry */
	readonly unitId: string | null;
	/** first day in the unit, `YYYY-MM-DD` */
	readonly from: string;
	readonly login: string;
	readonly passwordHash: string;
}

/**
 * A person with unit and account, all or nothing.
 * @throws DataError `name-empty`, `login-…`, `date-invalid`, `not-found` (the unit)
 */
export function registerPerson(
	db: Database,
	{ name, position, unitId, from, login: typed, passwordHash }: Registration,
	now: number,
): { personId: string; accountId: string; login: string } {
	const login = requireLogin(typed);
	return inTransaction(db, () => {
		const personId = insertPerson(db, { name, position });
		changeUnit(db, { personId, unitId, title: position, from });
		const accountId = insertAccount(db, { login, passwordHash, owner: { personId } }, now);
		return { personId, accountId, login };
	});
}
