import type { ListedNode } from '#db/nodes/nodes.ts';
import { localNodeId } from '#sfu/link/local-node.ts';
import type { Home } from '../media/home-of.ts';
import { nodeAlarms, type NodeAlarm } from '../media/node-alarms.ts';
import type { NodeState } from '../media/node-states.ts';

/** The media nodes of one meeting. */
export interface MeetingNodes {
	/** those that somebody may be moved to, by id, with what people call them; the control process's own has no name */
	readonly open: readonly { readonly id: string; readonly title: string }[];
	/** those that its devices are with or would be, and those above them */
	readonly nodes: readonly (ListedNode & { readonly state: NodeState | null })[];
	/** the control process's own; null: it is none of them */
	readonly local: NodeState | null;
	readonly alarms: readonly NodeAlarm[];
}

/** Null where there is but one node: nothing is to be said of it that is not said of the server. */
export function meetingNodes(
	states: ReadonlyMap<string, NodeState>,
	listed: readonly ListedNode[],
	homes: ReadonlyMap<string, Home>,
): MeetingNodes | null {
	if (states.size < 2) return null;
	const own = new Set<string>();
	const add = (nodeId: string | null | undefined) => {
		for (let id = nodeId; id && !own.has(id); id = states.get(id)?.parentId) own.add(id);
	};
	for (const { nodeId, ownId } of homes.values()) for (const id of [nodeId, ownId]) add(id);
	const titles = new Map(listed.map(({ id, title }) => [id, title]));
	const isOpen = ({ isConnected, isDraining }: NodeState) => isConnected && !isDraining;
	return {
		open: [...states].filter(([, state]) => isOpen(state)).map(([id]) => ({ id, title: titles.get(id) ?? '' })),
		nodes: listed.filter(({ id }) => own.has(id)).map((node) => ({ ...node, state: states.get(node.id) ?? null })),
		local: own.has(localNodeId) ? (states.get(localNodeId) ?? null) : null,
		alarms: nodeAlarms(new Map([...states].filter(([id]) => own.has(id)))),
	};
}
