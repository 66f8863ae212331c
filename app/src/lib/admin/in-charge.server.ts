import { chargeOf, type Charge } from '#db/auth/charge.ts';
import type { Asking } from '#lib/server/guard.ts';

/** Whose people, rooms and accounts are in the charge of who asks. */
export const inChargeOf = ({ db, session, today }: Asking): Charge => chargeOf(db, session.grants, today);
