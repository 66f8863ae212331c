import { openSession } from '#db/auth/sessions.ts';
import { sessionCookie } from '#contract/session-cookie.ts';
import { dateOf } from '#db/calendar.ts';
import { inTransaction, openDatabase } from '#db/client.ts';
import { databaseFile } from '#db/data-dir.ts';
import { readDemoAccounts } from '#db/demo/accounts-file.ts';
import { createMeeting } from '#db/meetings/meetings.ts';
import { serveUnit } from '#db/nodes/node-units.ts';
import { addNode, editNode } from '#db/nodes/nodes.ts';
import { createNodeToken } from '#db/nodes/tokens.ts';
import { accounts } from '#db/schema/auth.ts';

/** ms */
const tomorrow = 24 * 3_600_000;

export interface Plan {
	/** By district, the units of its communes: its node stands in the first, and serves them all. */
	readonly districts: readonly (readonly string[])[];
	/** Besides the conference of all sites: the units of those that are invited, to be led by the demo's chair. */
	readonly meetings: readonly (readonly string[])[];
	/** What an administrator says that each district's line carries, each way, in kbit/s; null: nothing. */
	readonly saidKbps: number | null;
}

export interface Prepared {
	/** by login */
	readonly cookies: ReadonlyMap<string, string>;
	/** of the districts' nodes */
	readonly tokens: readonly string[];
	readonly meetingIds: readonly string[];
}

/**
 * What the pages would take a while for, before the server starts: everybody is signed in (sign-ins are limited by address),
 * each district's node is registered and serves the district's communes, and meetings are invited.
 */
export function prepare(dataDir: string, { districts, meetings, saidKbps }: Plan): Prepared {
	const db = openDatabase(databaseFile(dataDir));
	try {
		const now = Date.now();
		return inTransaction(db, () => {
			const all = db.orm.select().from(accounts).all();
			const cookies = all.map(({ id: accountId, login, siteId }) => {
				const { token } = openSession(db, { accountId, isTerminal: siteId !== null, ip: null, userAgent: null, now });
				return [login, `${sessionCookie(true)}=${token}`] as const;
			});
			const tokens = districts.map(([unitId = null, ...others], index) => {
				const id = `district-${index + 1}`;
				const { token, tokenHash } = createNodeToken(id);
				addNode(db, { id, title: '', unitId, tokenHash }, now);
				const line = { upKbps: saidKbps, downKbps: saidKbps };
				editNode(db, id, { title: '', unitId, parentId: null, capacity: null, ...line });
				for (const each of others) serveUnit(db, { nodeId: id, unitId: each, validFrom: dateOf(now), validTo: null });
				return token;
			});
			const chair = readDemoAccounts(dataDir)?.find(({ role }) => role === 'chair')?.login;
			const chairId = all.find(({ login }) => login === chair)?.personId ?? '';
			const meetingIds = meetings.map((unitIds, index) => {
				const meeting = {
					title: `Họp khu vực ${index + 1}`,
					startsAt: now + tomorrow,
					plannedMinutes: 120,
					participants: [{ id: chairId, roles: ['chair' as const], seatSiteId: null }],
					createdBy: chairId,
					status: 'invited' as const,
				};
				return createMeeting(db, { ...meeting, unitIds }, now);
			});
			return { cookies: new Map(cookies), tokens, meetingIds };
		});
	} finally {
		db.close();
	}
}
