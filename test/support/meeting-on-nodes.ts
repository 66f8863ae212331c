import type { Common } from '#live/media/declarations.ts';
import type { KnownNode } from '#live/media/known-nodes.ts';
import { NodeConferences } from '#live/media/node-conferences.ts';
import type { PlacedNode } from '#live/media/placed-node.ts';
import type { NodeRequestInput, NodeRequestName, NodeRequestOutput } from '#sfu/link/contract.ts';
import { pino } from 'pino';
import { above } from './placed-nodes.ts';

/** A meeting of one device in each commune and one in the middle, on nodes that answer at once. */
export class MeetingOnNodes {
	readonly asked: { readonly nodeId: string; readonly name: NodeRequestName; readonly input: object }[] = [];
	/** what devices were called back, by the node that they were with */
	readonly called: [string, readonly string[]][] = [];
	readonly units = new Map([
		['chair', 'province'],
		['one', 'commune'],
		['other', 'other-commune'],
	]);
	readonly common: Common = {
		stage: { tracks: [{ endpointId: 'one', source: 'camera', place: 'main' }], cued: [], raised: [] },
		views: [],
		audience: null,
		sites: () => this.sites,
	};
	sites: ReturnType<Common['sites']> = [];
	nodes: KnownNode[];
	/** placed, and given up by now */
	absent: PlacedNode[] = [];
	/** not back yet after a restart */
	awaited: string | undefined;
	/** whose link is cut, and who has left the meeting: they may be behind the same cut */
	silent: string | undefined;
	readonly gone = new Set<string>();
	/** which node operators chose, by device */
	readonly chosen = new Map<string, string>();
	readonly conferences: NodeConferences;

	constructor(...nodes: PlacedNode[]) {
		this.nodes = nodes.map((node) => ({ node, ready: true }));
		this.conferences = new NodeConferences('meeting', {
			request: async <N extends NodeRequestName>(nodeId: string, name: N, input: NodeRequestInput<N>) => {
				this.asked.push({ nodeId, name, input });
				return (name === 'open' ? { rtpCapabilities: {} } : null) as NodeRequestOutput<N>;
			},
			nodes: () => this.nodes,
			placed: () => [...this.nodes, ...this.absent.map((node) => ({ node, ready: false }))],
			isAwaited: (nodeId) => nodeId === this.awaited,
			crowdOf: (nodeId) => this.conferences.countWith(nodeId),
			unitsOf: (deviceId) => {
				const unit = this.units.get(deviceId);
				return unit === undefined ? [] : [unit, ...above(unit)];
			},
			chosenFor: (deviceId) => this.chosen.get(deviceId),
			above,
			declare: () => this.common,
			audience: () => this.common.audience,
			onShaped: () => setImmediate(() => this.conferences.tell()),
			onAwaitedNoLonger: () => {},
			onStageTold: () => {},
			onLost: () => {},
			onGone: (nodeId, deviceIds) => void this.called.push([nodeId, deviceIds]),
			isSilent: (nodeId) => nodeId === this.silent,
			isHere: (deviceId) => !this.gone.has(deviceId),
			log: pino({ level: 'silent' }),
		});
	}

	async enter(...deviceIds: string[]): Promise<void> {
		for (const deviceId of deviceIds) await this.conferences.place(deviceId, true).conference.open();
		await settled();
	}

	homes(...deviceIds: string[]) {
		return deviceIds.map((deviceId) => this.conferences.nodeOf(deviceId));
	}

	/** Why a device is with its node, and with which instead of its own. */
	why(deviceId: string) {
		const home = this.conferences.whereAndWhy().get(deviceId);
		return [home?.why, home?.nodeId, home?.ownId];
	}

	/** What a node was declared last. */
	declared(nodeId: string) {
		const last = this.asked.findLast((each) => each.nodeId === nodeId && each.name === 'declare');
		return (last?.input as NodeRequestInput<'declare'> | undefined)?.declaration;
	}

	neighbours(nodeId: string) {
		return this.declared(nodeId)?.neighbours;
	}

	/** Nodes that were asked for this, in their order. */
	askedFor(name: NodeRequestName) {
		return this.asked.filter((each) => each.name === name).map(({ nodeId }) => nodeId);
	}
}

/** All that was begun in this turn is told. */
export const settled = async () => {
	for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};
