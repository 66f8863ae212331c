import { and, asc, eq, sql } from 'drizzle-orm';
import type { Database } from '../client.ts';
import { DataError } from '../data-error.ts';
import { knownOn } from '../org/periods.ts';
import { requireKnownUnit } from '../org/units.ts';
import { mediaNodes } from '../schema/nodes.ts';
import { unitPeriods } from '../schema/org.ts';

/** What an administrator says of a media node. */
export interface NodeDetails {
	/** empty: it goes by its name */
	readonly title: string;
	/** where it stands; null: in the middle */
	readonly unitId: string | null;
	/** its parent, where it is another one than its place gives */
	readonly parentId: string | null;
	/** devices; null: as many as come */
	readonly capacity: number | null;
	/** of the line to its parent, kbit/s; null: not said */
	readonly upKbps: number | null;
	readonly downKbps: number | null;
}

export interface ListedNode extends NodeDetails {
	readonly id: string;
	/** as it is called that day; empty: in the middle */
	readonly unitName: string;
	/** ms since the epoch */
	readonly createdAt: number;
	readonly revokedAt: number | null;
	readonly drainingSince: number | null;
}

export interface NewNode extends Pick<NodeDetails, 'title' | 'unitId'> {
	readonly id: string;
	readonly tokenHash: string;
}

/** The control process's own node has this one (sfu/link/local-node.ts). */
export const localName = 'local';
const nameForm = /^[\w.-]{1,100}$/;
const longestTitle = 500;

/** A line below it carries no meeting. */
const leastKbps = 64;

/** @throws DataError `node-name-invalid`, `node-name-taken` (letters alike, whatever their case), `title-too-long`, `not-found` (unit) */
export function addNode(db: Database, { id, title, unitId, tokenHash }: NewNode, now: number): void {
	if (!nameForm.test(id)) throw new DataError('node-name-invalid', 'name');
	const alike = db.orm
		.select({ id: mediaNodes.id })
		.from(mediaNodes)
		.where(eq(sql`lower(${mediaNodes.id})`, id.toLowerCase()))
		.get();
	if (alike || id.toLowerCase() === localName) throw new DataError('node-name-taken', id);
	if (unitId !== null) requireKnownUnit(db, unitId);
	db.orm
		.insert(mediaNodes)
		.values({ id, title: titleOf(title), unitId, tokenHash, createdAt: now })
		.run();
}

/** @throws DataError `not-found` (node, unit, parent), `title-too-long`, `node-number-invalid`, `node-parent-loop` */
export function editNode(db: Database, id: string, details: NodeDetails): void {
	requireKnownNode(db, id);
	const { unitId, parentId, capacity, upKbps, downKbps } = details;
	if (unitId !== null) requireKnownUnit(db, unitId);
	requireNumber(capacity, 1);
	requireNumber(upKbps, leastKbps);
	requireNumber(downKbps, leastKbps);
	if (parentId !== null) requireNoLoop(db, id, parentId);
	db.orm
		.update(mediaNodes)
		.set({ unitId, parentId, capacity, upKbps, downKbps, title: titleOf(details.title) })
		.where(eq(mediaNodes.id, id))
		.run();
}

/** Nobody is sent to it from `since` on, and whoever is with it is called elsewhere; null: it takes devices again. @throws DataError `not-found` */
export const setDraining = (db: Database, id: string, since: number | null): void =>
	change(db, id, { drainingSince: since });

/** Its token lets nobody in from now on. @throws DataError `not-found` */
export const revokeNode = (db: Database, id: string, now: number): void => change(db, id, { revokedAt: now });

/** It has another token, by which it comes in, were it revoked before or not. @throws DataError `not-found` */
export const renewToken = (db: Database, id: string, tokenHash: string): void =>
	change(db, id, { tokenHash, revokedAt: null });

/** All that there ever were, those in use first, by name. @param day on which their units are called so (`YYYY-MM-DD`) */
export const listNodes = (db: Database, day: string): ListedNode[] =>
	listed(db, day)
		.orderBy(sql`${mediaNodes.revokedAt} IS NOT NULL`, asc(mediaNodes.id))
		.all();

/** @throws DataError `not-found` */
export function requireNode(db: Database, id: string, day: string): ListedNode {
	const node = listed(db, day).where(eq(mediaNodes.id, id)).get();
	if (!node) throw new DataError('not-found', id);
	return node;
}

/** @throws DataError `not-found` */
export function requireKnownNode({ orm }: Database, id: string): void {
	if (!orm.select({ id: mediaNodes.id }).from(mediaNodes).where(eq(mediaNodes.id, id)).get())
		throw new DataError('not-found', id);
}

function listed({ orm }: Database, day: string) {
	const { id, title, unitId, parentId, capacity, upKbps, downKbps, createdAt, revokedAt, drainingSince } = mediaNodes;
	return orm
		.select({
			...{ id, title, unitId, parentId, capacity, upKbps, downKbps, createdAt, revokedAt, drainingSince },
			unitName: sql<string>`coalesce(${unitPeriods.name}, '')`,
		})
		.from(mediaNodes)
		.leftJoin(unitPeriods, and(eq(unitPeriods.unitId, unitId), knownOn(unitPeriods, day)));
}

/** Of the parents that administrators chose; what places give besides is no part of it, and cannot make one. */
function requireNoLoop({ orm }: Database, id: string, parentId: string): void {
	const parents = new Map(
		orm
			.select({ id: mediaNodes.id, parentId: mediaNodes.parentId })
			.from(mediaNodes)
			.all()
			.map((node) => [node.id, node.parentId]),
	);
	if (!parents.has(parentId)) throw new DataError('not-found', parentId);
	for (let above: string | null = parentId; above !== null; above = parents.get(above) ?? null)
		if (above === id) throw new DataError('node-parent-loop', parentId);
}

function change(db: Database, id: string, values: Partial<typeof mediaNodes.$inferInsert>): void {
	const { changes } = db.orm.update(mediaNodes).set(values).where(eq(mediaNodes.id, id)).run();
	if (changes === 0) throw new DataError('not-found', id);
}

function requireNumber(number: number | null, least: number): void {
	if (number !== null && !(Number.isSafeInteger(number) && number >= least))
		throw new DataError('node-number-invalid', String(number));
}

function titleOf(written: string): string {
	const title = written.normalize('NFC').trim();
	if (title.length > longestTitle) throw new DataError('title-too-long', 'title');
	return title;
}
