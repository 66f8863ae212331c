import { createHash } from 'node:crypto';
import { nodeNotices, nodeRequests } from './contract.ts';

/** Raise it where something comes to mean something else and its shape stays. */
const meaning = 2;

/**
 * Which contract tables are: a number that follows from every field of them, so that nobody can forget to raise it.
 * What valibot keeps for itself, and functions, are no part of it.
 */
export function versionOf(tables: object): string {
	const shapes = JSON.stringify(tables, (key, value: unknown) => (key.startsWith('~') ? undefined : value));
	return `${meaning}.${createHash('sha256').update(shapes).digest('hex').slice(0, 8)}`;
}

/** What this end of the link speaks: two ends of different versions do not meet. */
export const contractVersion = versionOf({ nodeRequests, nodeNotices });
