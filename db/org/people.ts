import { randomUUID } from 'node:crypto';
import type { Database } from '../client.ts';
import { DataError } from '../data-error.ts';
import { memberships, people } from '../schema/org.ts';

export interface NewPerson {
	readonly name: string;
	/** Chức vụ, as printed below the name; may be empty. */
	readonly position: string;
	readonly email?: string;
}

/** @returns the person's id @throws DataError `name-empty` */
export function insertPerson({ orm }: Database, { name, position, email }: NewPerson): string {
	const id = randomUUID();
	const written = name.normalize('NFC').trim();
	if (written === '') throw new DataError('name-empty', 'person');
	orm
		.insert(people)
		.values({ id, name: written, position: position.normalize('NFC').trim(), email: email ?? null })
		.run();
	return id;
}

export interface NewMembership {
	readonly personId: string;
	readonly unitId: string;
	readonly title: string;
	/** `YYYY-MM-DD` */
	readonly validFrom: string;
}

export function insertMembership({ orm }: Database, membership: NewMembership): void {
	orm.insert(memberships).values(membership).run();
}
