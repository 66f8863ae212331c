import type { NodeRequestOutput } from '#sfu/link/contract.ts';
import type { LineFigures } from '#sfu/link/contract-line.ts';

/** How the line from a node to its parent does at this moment, in all meetings that go over it. */
export interface NodeLine {
	readonly parentId: string;
	/** the worst of its meetings' */
	readonly state: LineFigures['state'];
	readonly meetings: number;
	/** The longest round trip and its variation, in ms, and the largest share of beats lost; null: not known yet. */
	readonly way: LineFigures['way'];
	/** To the node, and from it; kbit/s. */
	readonly downKbps: number;
	readonly upKbps: number;
	/** What is left of what the line is thought to carry to the node, in kbit/s; null: nothing goes there that says so. */
	readonly spareKbps: number | null;
	/**
	 * To the node: each picture with the layer that flows (null: none, since there is no room for it), the one that is asked for, and
	 * how much more the line would have to carry for that, where it was said what it carries.
	 */
	readonly pictures: readonly {
		readonly source: 'camera' | 'screen';
		readonly layer: number | null;
		readonly asked: number;
		readonly lacksKbps: number | null;
	}[];
	readonly voices: number;
}

type Stats = Pick<NodeRequestOutput<'get-stats'>, 'conferences'>;

const gravest: readonly LineFigures['state'][] = ['cut', 'laying', 'stands'];

/** By the node below, as its parent sees it; of one whose parent does not tell, as it sees itself. `stats` by node. */
export function nodeLines(stats: ReadonlyMap<string, Stats>): Map<string, NodeLine> {
	const told = [...stats].flatMap(([nodeId, { conferences }]) =>
		conferences.flatMap(({ lines }) => lines.map((line) => ({ nodeId, line }))),
	);
	const fromAbove = told.filter(({ line }) => line.is === 'child');
	const known = new Set(fromAbove.map(({ line }) => line.nodeId));
	const fromBelow = told.filter(({ nodeId, line }) => line.is === 'parent' && !known.has(nodeId));
	const ends = [
		...fromAbove.map(({ nodeId, line }) => ({ id: line.nodeId, parentId: nodeId, line })),
		...fromBelow.map(({ nodeId, line }) => ({ id: nodeId, parentId: line.nodeId, line: turned(line) })),
	];
	return new Map(
		[...Map.groupBy(ends, ({ id }) => id)].map(([id, [first, ...rest]]) => [
			id,
			together(
				first?.parentId ?? '',
				[first, ...rest].flatMap((each) => each?.line ?? []),
			),
		]),
	);
}

/** What one end sends the other receives; what that sends in turn it alone knows. */
const turned = ({ sentKbps, receivedKbps, ...line }: LineFigures): LineFigures => ({
	...line,
	...{ sentKbps: receivedKbps, receivedKbps: sentKbps, availableKbps: null, sent: [] },
});

function together(parentId: string, lines: readonly LineFigures[]): NodeLine {
	const ways = lines.flatMap(({ way }) => way ?? []);
	const most = (values: readonly (number | null)[]) => {
		const measured = values.filter((value) => value !== null);
		return measured.length === 0 ? null : Math.max(...measured);
	};
	const sent = lines.flatMap((line) => line.sent);
	const flowing = sent.filter(({ flows }) => flows);
	const shed = sent.filter(({ flows, lacksKbps }) => !flows && (lacksKbps ?? 0) > 0);
	const spare = lines.flatMap(({ availableKbps, sentKbps }) =>
		availableKbps === null ? [] : Math.max(0, availableKbps - sentKbps),
	);
	return {
		parentId,
		state: gravest.find((state) => lines.some((line) => line.state === state)) ?? 'laying',
		meetings: lines.length,
		way:
			ways.length === 0
				? null
				: {
						rttMs: most(ways.map(({ rttMs }) => rttMs)),
						jitterMs: most(ways.map(({ jitterMs }) => jitterMs)),
						loss: most(ways.map(({ loss }) => loss)) ?? 0,
					},
		downKbps: sum(lines.map(({ sentKbps }) => sentKbps)),
		upKbps: sum(lines.map(({ receivedKbps }) => receivedKbps)),
		spareKbps: spare.length === 0 ? null : Math.min(...spare),
		pictures: [...flowing, ...shed].flatMap(({ source, flows, layer, asked, lacksKbps }) => {
			if (source === 'microphone') return [];
			const shown = asked ?? layer ?? 0;
			return [{ source, layer: flows ? (layer ?? shown) : null, asked: shown, lacksKbps }];
		}),
		voices: flowing.filter(({ source }) => source === 'microphone').length,
	};
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
