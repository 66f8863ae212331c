import { createHash, timingSafeEqual } from 'node:crypto';
import * as v from 'valibot';
import { contractVersion } from './contract-version.ts';
import type { RemoteNode } from './remote-node.ts';
import { contractSchema, handshakeSchema, nodeIdSchema, type Handshake, type LinkRefusal } from './wire.ts';

type Met = Handshake | { readonly nodeId: string | undefined; readonly refused: LinkRefusal };

/** Anybody may knock: of what they say nothing is repeated, in the log or in words, that could not be a node's own. */
const loose = v.object({
	token: v.fallback(v.string(), ''),
	nodeId: v.fallback(v.optional(nodeIdSchema), undefined),
	contract: v.fallback(v.optional(contractSchema), undefined),
});

/** Who knocks, if they are let in; else why not, in words for whoever runs the node. `present`: the node of that id. */
export async function greet(
	said: unknown,
	token: string,
	present: (nodeId: string) => RemoteNode | undefined,
): Promise<Met> {
	const known = v.safeParse(loose, said);
	const { token: shown = '', nodeId, contract } = known.success ? known.output : {};
	const refuse = (code: LinkRefusal['code'], words: string) => ({ nodeId, refused: { code, words } });
	// Whoever does not know the secret learns nothing else.
	if (!sameSecret(shown, token))
		return refuse(
			'link-token-refused',
			'the token differs: NODE_LINK_TOKEN must be the same here and at the control process',
		);
	if (contract !== contractVersion) {
		const versions = `this node speaks version ${contract ?? '0'} of the link, the control process ${contractVersion}`;
		return refuse('link-contract-refused', `${versions}: both must be of the same version of the program`);
	}
	const handshake = v.safeParse(handshakeSchema, said);
	if (!handshake.success) {
		const [issue] = handshake.issues;
		return refuse('link-handshake-refused', `${v.getDotPath(issue) ?? 'the handshake'}: ${issue.message}`);
	}
	const { output } = handshake;
	const former = present(output.nodeId);
	if (former && former.incarnation !== output.incarnation && (await former.answers()))
		return refuse(
			'link-node-id-taken',
			`another node called ${output.nodeId} is connected: give each its own NODE_ID, or end the other one first`,
		);
	return output;
}

/** Compares in constant time, whatever the lengths. */
function sameSecret(shown: string, expected: string): boolean {
	const hash = (text: string) => createHash('sha256').update(text).digest();
	return timingSafeEqual(hash(shown), hash(expected));
}
