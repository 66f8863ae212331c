import { eq, sql } from 'drizzle-orm';
import { timingSafeEqual } from 'node:crypto';
import { createToken, hashToken } from '../auth/token.ts';
import type { Database } from '../client.ts';
import { prepared } from '../prepared.ts';
import { mediaNodes } from '../schema/nodes.ts';

/** `NAME.SECRET`: shown once, and kept as a hash alone. The secret has no dot, a name may have some. */
export function createNodeToken(nodeId: string): { readonly token: string; readonly tokenHash: string } {
	const token = `${nodeId}.${createToken()}`;
	return { token, tokenHash: hashToken(token) };
}

/** Whose token that is; undefined: nobody's. Takes the same time however much of it is right. */
export function holderOf(
	db: Database,
	token: string,
): { readonly nodeId: string; readonly revoked: boolean } | undefined {
	const nodeId = token.slice(0, Math.max(0, token.lastIndexOf('.')));
	const node = byName(db).get({ nodeId });
	const shown = hashToken(token);
	const isIts = timingSafeEqual(Buffer.from(shown), Buffer.from(node?.tokenHash ?? hashToken('')));
	return node && isIts ? { nodeId, revoked: node.revokedAt !== null } : undefined;
}

const byName = prepared(({ orm }) =>
	orm
		.select({ tokenHash: mediaNodes.tokenHash, revokedAt: mediaNodes.revokedAt })
		.from(mediaNodes)
		.where(eq(mediaNodes.id, sql.placeholder('nodeId')))
		.prepare(),
);
