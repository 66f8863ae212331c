import { grantsFor } from '#db/auth/scope.ts';
import type { Session } from '#db/auth/sessions.ts';
import { dateOf } from '#db/calendar.ts';
import type { Database } from '#db/client.ts';
import { DataError } from '#db/data-error.ts';
import { allows } from '#meeting/rights.ts';

/** A meeting of no body decides nothing: whoever convenes at all may convene one. */
const mayConvene = (db: Database, { grants }: Session, bodyId: string | null): boolean =>
	bodyId === null || allows('convene-meeting', { grants: grantsFor(db, grants, { bodyId }, dateOf(Date.now())) });

export const convenableBodies = <Body extends { readonly id: string }>(
	db: Database,
	session: Session,
	bodies: readonly Body[],
): Body[] => bodies.filter(({ id }) => mayConvene(db, session, id));

/** @throws DataError `not-convened` */
export function requireConvenable(db: Database, session: Session, bodyId: string | null): void {
	if (!mayConvene(db, session, bodyId)) throw new DataError('not-convened', bodyId ?? '');
}
