import type { Whose } from '#sfu/link/greet.ts';
import { nodeIn } from '#sfu/link/wire.ts';

/** What the node of that name shows. */
export const tokenOf = (nodeId: string): string => `${nodeId}.the-secret-of-this-test`;

/** Lets every node in that shows its own. */
export const whoseInTests: Whose = (token) => {
	const nodeId = nodeIn(token);
	return token === tokenOf(nodeId) ? { nodeId, revoked: false } : undefined;
};
