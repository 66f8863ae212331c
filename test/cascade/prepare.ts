import { openSession } from '#db/auth/sessions.ts';
import { sessionCookie } from '#contract/session-cookie.ts';
import { dateOf } from '#db/calendar.ts';
import { inTransaction, openDatabase } from '#db/client.ts';
import { databaseFile } from '#db/data-dir.ts';
import { serveUnit } from '#db/nodes/node-units.ts';
import { addNode } from '#db/nodes/nodes.ts';
import { createNodeToken } from '#db/nodes/tokens.ts';
import { accounts } from '#db/schema/auth.ts';

interface DistrictPlan {
	/** of its node */
	readonly name: string;
	/** its communes'; the node stands in the first, which all the others hang on no more than on one another */
	readonly unitIds: readonly string[];
}

export interface Prepared {
	/** by login */
	readonly cookies: ReadonlyMap<string, string>;
	/** by node */
	readonly tokens: ReadonlyMap<string, string>;
}

/**
 * What the pages would take a while for, before the server starts: everybody is signed in (sign-ins are limited by address)
 * and each district's node is registered, and serves the district's communes.
 */
export function prepare(dataDir: string, districts: readonly DistrictPlan[]): Prepared {
	const db = openDatabase(databaseFile(dataDir));
	try {
		const now = Date.now();
		return inTransaction(db, () => {
			const all = db.orm.select().from(accounts).all();
			const cookies = all.map(({ id: accountId, login, siteId }) => {
				const { token } = openSession(db, { accountId, isTerminal: siteId !== null, ip: null, userAgent: null, now });
				return [login, `${sessionCookie(true)}=${token}`] as const;
			});
			const tokens = districts.map(({ name, unitIds: [unitId = null, ...others] }) => {
				const { token, tokenHash } = createNodeToken(name);
				addNode(db, { id: name, title: '', unitId, tokenHash }, now);
				for (const each of others) serveUnit(db, { nodeId: name, unitId: each, validFrom: dateOf(now), validTo: null });
				return [name, token] as const;
			});
			return { cookies: new Map(cookies), tokens: new Map(tokens) };
		});
	} finally {
		db.close();
	}
}
