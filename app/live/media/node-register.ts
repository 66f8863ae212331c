import { dateOf } from '#db/calendar.ts';
import type { Database } from '#db/client.ts';
import { chosenNodes } from '#db/nodes/choices.ts';
import { placedNodes } from '#db/nodes/placed.ts';
import { holderOf } from '#db/nodes/tokens.ts';
import { unitPath, unitsAbove } from '#db/org/own-unit.ts';
import { requireUnit } from '#db/org/units.ts';
import type { Whose } from '#sfu/link/greet.ts';
import { localNodeId } from '#sfu/link/local-node.ts';
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { PlacedNode } from './placed-node.ts';
import type { Places } from './places.ts';

/** Which media nodes there may be, and where they and people are. */
export interface NodeRegistry extends Places {
	readonly whose: Whose;
	/** As they are placed today; who is connected and not among them stands in the middle and takes as many as come. */
	readonly placed: () => readonly PlacedNode[];
}

/** The control process's own node: in the middle, for as many as come. */
const local: PlacedNode = {
	...{ id: localNodeId, unitId: null, parentId: null, capacity: null },
	...{ serves: [], draining: false, line: { up: null, down: null } },
};

/** What the database says of media nodes, kept at hand; and the token of this process's own node, which no database has. */
export class NodeRegister implements NodeRegistry {
	readonly ownToken = `${localNodeId}.${randomBytes(32).toString('base64url')}`;
	readonly #db: Database;
	#placed: readonly PlacedNode[] = [];

	constructor(db: Database) {
		this.#db = db;
		this.renew();
	}

	readonly whose: Whose = (token) =>
		sameSecret(token, this.ownToken) ? { nodeId: localNodeId, revoked: false } : holderOf(this.#db, token);

	readonly placed = (): readonly PlacedNode[] => this.#placed;

	unitPath(participantId: string, day: string): string[] {
		return unitPath(this.#db, participantId, day);
	}

	unitsAbove(unitId: string, day: string): string[] {
		return unitsAbove(this.#db, unitId, day);
	}

	unitName(unitId: string, day: string): string {
		return requireUnit(this.#db, unitId, day).name;
	}

	chosenNodes(meetingId: string): Map<string, string> {
		return chosenNodes(this.#db, meetingId);
	}

	/** Reads anew what the database says today. */
	renew(): void {
		this.#placed = [local, ...placedNodes(this.#db, dateOf(Date.now()))];
	}
}

/** Compares in constant time, whatever the lengths. */
function sameSecret(shown: string, expected: string): boolean {
	const hash = (text: string) => createHash('sha256').update(text).digest();
	return timingSafeEqual(hash(shown), hash(expected));
}
