import { and, eq, lt, sql } from 'drizzle-orm';
import { inTransaction, type Database } from '../client.ts';
import { linkDevices, linkHours, linkMinutes } from '../schema/links.ts';
import { hourMs, packMinutes, unpackMinutes } from './pack-minutes.ts';

/** As a literal: numbers that are handed over are fractions to SQLite, and divide without a rest. */
const whole = sql.raw(String(hourMs));

/** A minute may be written this long after it has ended. */
const late = 10 * 60_000;

/**
 * Packs hours that are over, of so many devices at once: each takes a tenth of a millisecond from the media.
 * @returns how many
 */
export function packLinkHours(db: Database, now: number, most: number): number {
	const before = Math.floor((now - late) / hourMs) * hourMs;
	return inTransaction(db, () => {
		const hour = sql<number>`${linkMinutes.at} / ${whole} * ${whole}`;
		const over = db.orm
			.select({ device: linkMinutes.device, hour })
			.from(linkMinutes)
			.where(lt(linkMinutes.at, before))
			.groupBy(linkMinutes.device, hour)
			.limit(most)
			.all();
		for (const each of over) pack(db, each.device, each.hour);
		return over.length;
	});
}

function pack({ orm }: Database, device: number, hour: number): void {
	const ofHour = and(
		eq(linkMinutes.device, device),
		sql`${linkMinutes.at} >= ${hour} AND ${linkMinutes.at} < ${hour + hourMs}`,
	);
	const isHour = and(eq(linkHours.device, device), eq(linkHours.hour, hour));
	const added = orm.select().from(linkMinutes).where(ofHour).orderBy(linkMinutes.at).all();
	const there = orm.select({ minutes: linkHours.minutes }).from(linkHours).where(isHour).get();
	// A clock that was set back: what stands there already stays, as where minutes are written.
	const packed = there ? unpackMinutes(hour, there.minutes) : [];
	const isThere = new Set(packed.map(({ at }) => at));
	const all = [...packed, ...added.filter(({ at }) => !isThere.has(at))].toSorted((a, b) => a.at - b.at);
	const minutes = packMinutes(hour, all);
	orm
		.insert(linkHours)
		.values({ device, hour, minutes })
		.onConflictDoUpdate({ target: [linkHours.device, linkHours.hour], set: { minutes } })
		.run();
	orm.delete(linkMinutes).where(ofHour).run();
}

/** At once: the media must not wait for a year's worth of rows. */
const mostAtOnce = { minutes: 10_000, hours: 1_000 };

/** Removes what is older than so many days, some at a time; @returns how many rows */
export function deleteOldLinks(db: Database, now: number, days: number): number {
	const { orm, sqlite } = db;
	const before = now - days * 24 * hourMs;
	return inTransaction(db, () => {
		const minutes = sqlite
			.prepare<[number, number]>(
				`DELETE FROM link_minutes WHERE (device, at) IN
				 (SELECT device, at FROM link_minutes WHERE at < ? ORDER BY at LIMIT ?)`,
			)
			.run(before, mostAtOnce.minutes).changes;
		const hours = sqlite
			.prepare<[number, number]>(
				`DELETE FROM link_hours WHERE (device, hour) IN
				 (SELECT device, hour FROM link_hours WHERE hour < ? ORDER BY hour LIMIT ?)`,
			)
			.run(before - hourMs, mostAtOnce.hours).changes;
		const nothing = (table: typeof linkMinutes | typeof linkHours) =>
			sql`NOT EXISTS (SELECT 1 FROM ${table} WHERE ${table.device} = ${linkDevices.id})`;
		if (minutes + hours > 0)
			orm
				.delete(linkDevices)
				.where(and(nothing(linkMinutes), nothing(linkHours)))
				.run();
		return minutes + hours;
	});
}
