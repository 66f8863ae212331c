import { chargeOf, listKeptUnits, type Charge, type KeptUnit } from '#db/auth/charge.ts';
import type { Asking } from '#lib/server/guard.ts';

/** Whose people, rooms and accounts are in the charge of who asks. */
export const inChargeOf = ({ db, session, today }: Asking): Charge => chargeOf(db, session.grants, today);

/** The units of who keeps those of some alone, for them to read; null: of all. */
export const keptBy = ({ db, session, today }: Asking, { unitIds }: Charge): readonly KeptUnit[] | null =>
	unitIds === undefined || session.personId === null ? null : listKeptUnits(db, session.personId, today);
