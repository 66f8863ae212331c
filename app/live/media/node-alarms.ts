import type { NodeState } from './node-states.ts';

/**
 * What asks for somebody's hand. Of a node: `node-away`: it is not there, and is not to be emptied · `node-silent`: nothing
 * comes from it, though it may still carry its devices · `node-full`: it takes no more. Of the line to its parent:
 * `line-cut`, `line-loss`, `line-slow`.
 */
export type NodeTrouble = 'line-cut' | 'node-away' | 'node-silent' | 'line-loss' | 'line-slow' | 'node-full';

export interface NodeAlarm {
	readonly trouble: NodeTrouble;
	readonly nodeId: string;
}

/** From where on people notice: a share of beats lost, for so many ms; the round trip in ms (ITU-T G.114: 2 × 150). */
const limits = { loss: 0.02, lossForMs: 10_000, rttMs: 300 };

/** Since when each line has lost more than it may without a break, by the node below. `at`: ms of a clock that never goes back */
export function losingSince(
	before: ReadonlyMap<string, number>,
	lines: ReadonlyMap<string, NonNullable<NodeState['line']>>,
	at: number,
): Map<string, number> {
	const losing = [...lines].filter(([, { state, way }]) => state !== 'cut' && (way?.loss ?? 0) > limits.loss);
	return new Map(losing.map(([nodeId]) => [nodeId, before.get(nodeId) ?? at]));
}

/** The gravest first; of each kind in the order of the nodes. */
export function nodeAlarms(states: ReadonlyMap<string, NodeState>): NodeAlarm[] {
	const holds: Readonly<Record<NodeTrouble, (state: NodeState) => boolean>> = {
		'line-cut': ({ line }) => line?.state === 'cut',
		// What is emptied may be switched off.
		'node-away': ({ isConnected, isSilent, isDraining }) => !isConnected && !isSilent && !isDraining,
		'node-silent': ({ isSilent }) => isSilent,
		'line-loss': ({ losingForMs }) => losingForMs >= limits.lossForMs,
		'line-slow': ({ line }) => line?.state === 'stands' && (line.way?.rttMs ?? 0) > limits.rttMs,
		'node-full': ({ isConnected, isFull }) => isConnected && isFull,
	};
	return (Object.keys(holds) as NodeTrouble[]).flatMap((trouble) =>
		[...states].filter(([, state]) => holds[trouble](state)).map(([nodeId]) => ({ trouble, nodeId })),
	);
}
