import type { ListedNode } from '#db/nodes/nodes.ts';
import { formatMegabytes, formatShare } from '#lib/i18n/numbers.ts';
import { m } from '#lib/paraglide/messages.js';
import type { NodeState } from '#live/media/node-states.ts';
import { inFacts } from './in-facts.ts';

/** A media node as its page has it. */
export type ShownNode = ListedNode & { readonly state: NodeState | null };

export const nameOfNode = ({ id, title }: { readonly id: string; readonly title: string }): string => title || id;

const refusals: Readonly<Record<NonNullable<NodeState['refused']>, () => string>> = {
	'link-token-refused': m.nodes_refused_token,
	'link-token-revoked': m.nodes_refused_revoked,
	'link-contract-refused': m.nodes_refused_version,
	'link-node-id-taken': m.nodes_refused_taken,
	'link-cut-off': m.nodes_refused_cut_off,
	'link-handshake-refused': m.nodes_refused_otherwise,
};

/** Why it, or who claims to be it, was not let in when it tried last; undefined: nothing to say. */
export const refusalOfNode = (state: NodeState | null): string | undefined =>
	state?.refused ? refusals[state.refused]() : undefined;

/** What it does at this moment, in a line; empty: it is not there. */
export function loadOfNode(state: NodeState | null): string {
	if (!state?.isConnected) return '';
	const { devices, load } = state;
	return inFacts([
		m.nodes_devices({ count: devices }),
		...(load?.cpu == null ? [] : [m.nodes_cpu({ share: formatShare(load.cpu) })]),
		...(load ? [m.nodes_workers({ count: load.workers }), m.nodes_memory({ size: formatMegabytes(load.rssMb) })] : []),
	]);
}
