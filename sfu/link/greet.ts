import * as v from 'valibot';
import { contractVersion } from './contract-version.ts';
import type { RemoteNode } from './remote-node.ts';
import { contractSchema, handshakeSchema, nodeIdSchema, nodeIn, tokenSchema, type LinkRefusal } from './wire.ts';

/** Whose token that is; undefined: nobody's. Answers in the same time however much of it is right. */
export type Whose = (token: string) => { readonly nodeId: string; readonly revoked: boolean } | undefined;

/** Who knocked and was let in. */
export interface Greeted {
	readonly nodeId: string;
	readonly incarnation: string;
}

interface Refused {
	/** whose token it is, or whom it claims to be */
	readonly nodeId: string | undefined;
	readonly refused: LinkRefusal;
}

/** Anybody may knock: of what they say nothing is repeated, in the log or in words, that could not be a node's own. */
const loose = v.object({
	token: v.fallback(tokenSchema, ''),
	contract: v.fallback(v.optional(contractSchema), undefined),
});

/** Who knocks, if they are let in; else why not, in words for whoever runs the node. `present`: the node of that id. */
export async function greet(
	said: unknown,
	whose: Whose,
	present: (nodeId: string) => RemoteNode | undefined,
): Promise<Greeted | Refused> {
	const known = v.safeParse(loose, said);
	const { token = '', contract } = known.success ? known.output : {};
	const holder = holderOf(token, whose);
	// Whoever does not know the secret learns nothing else.
	if ('refused' in holder) return holder;
	const { nodeId } = holder;
	const refuse = (code: LinkRefusal['code'], words: string) => ({ nodeId, refused: { code, words } });
	if (contract !== contractVersion) {
		const versions = `this node speaks version ${contract ?? '0'} of the link, the control process ${contractVersion}`;
		return refuse('link-contract-refused', `${versions}: both must be of the same version of the program`);
	}
	const handshake = v.safeParse(handshakeSchema, said);
	if (!handshake.success) {
		const [issue] = handshake.issues;
		return refuse('link-handshake-refused', `${v.getDotPath(issue) ?? 'the handshake'}: ${issue.message}`);
	}
	const { incarnation } = handshake.output;
	const former = present(nodeId);
	if (!former || former.incarnation === incarnation) return { nodeId, incarnation };
	if (await former.answers())
		return refuse(
			'link-node-id-taken',
			`another node shows the token of ${nodeId} and is connected: each needs a token of its own, or end the other one first`,
		);
	// The token may have been revoked while the former one was asked.
	const still = holderOf(token, whose);
	return 'refused' in still ? still : { nodeId, incarnation };
}

function holderOf(token: string, whose: Whose): { readonly nodeId: string } | Refused {
	const holder = token === '' ? undefined : whose(token);
	if (!holder) {
		const claimed = v.safeParse(nodeIdSchema, nodeIn(token));
		const words = 'the token is not known: NODE_LINK_TOKEN must be as it was shown when the node was added';
		return {
			nodeId: claimed.success ? claimed.output : undefined,
			refused: { code: 'link-token-refused', words },
		};
	}
	const { nodeId, revoked } = holder;
	const words = `the token of ${nodeId} was revoked: make it a new one on the page of media nodes`;
	return revoked ? { nodeId, refused: { code: 'link-token-revoked', words } } : { nodeId };
}
