import { nodeRequests, type NodeNotice, type Reserve, type Stage } from '#sfu/link/contract.ts';
import type { Neighbour } from '#sfu/link/contract-line.ts';
import { parse } from '#sfu/link/wire.ts';
import { TestNode, type TestEndpoint } from '#test/sfu/media-node.ts';
import { UdpRelay } from '#test/support/udp-relay.ts';

type Options = Parameters<typeof TestNode.start>[0];
type Told = NodeNotice<'tell-line'>;

/** Several media nodes of one meeting in this process, and between them what the control process does: it passes on, and declares. */
export class TestTree {
	readonly id: string;
	readonly nodes: Map<string, TestNode>;
	/** What nodes said to each other, the latest last. */
	readonly said: (Told & { readonly from: string })[];
	/** What each line carries, as it is declared from now on; null: not said. */
	kbps: number | null = null;
	/** What arrives of what one node says to another; undefined: nothing. */
	arrives: (from: string, told: Told) => Told | undefined = (_, told) => told;
	/** By the port that an end of a line listens on: a way there that can be hindered; undefined: there is none. */
	ways: Map<number, UdpRelay> | undefined;
	/** With whom a node's endpoints go on by themselves, by node. */
	readonly reserves = new Map<string, Reserve>();
	readonly #parents: Readonly<Record<string, string | null>>;
	readonly #options: Options;
	readonly #homes = new Map<string, string>();

	/** By node, its parent. */
	static async start(parents: Readonly<Record<string, string | null>>, options: Options = {}): Promise<TestTree> {
		const tree = new TestTree(parents, options);
		await Promise.all(Object.keys(parents).map((nodeId) => tree.startNode(nodeId)));
		return tree;
	}

	private constructor(parents: Readonly<Record<string, string | null>>, options: Options, beside?: TestTree) {
		this.#parents = parents;
		this.#options = options;
		this.id = beside ? `${beside.id}+` : 'm';
		this.nodes = beside?.nodes ?? new Map();
		this.said = beside?.said ?? [];
		this.kbps = beside?.kbps ?? null;
	}

	/** Another meeting on the same nodes, which are closed with the first; in this, endpoints are called otherwise. */
	async beside(): Promise<TestTree> {
		const tree = new TestTree(this.#parents, this.#options, this);
		for (const node of this.nodes.values()) await node.ask.open({ conferenceId: tree.id });
		return tree;
	}

	/** In place of the one that was closed, if there was one; it knows nothing. */
	async startNode(nodeId: string): Promise<TestNode> {
		const node: TestNode = await TestNode.start({
			...this.#options,
			notify: (name, notice) => {
				node.notices.record(name, notice);
				if (name === 'tell-line') void this.#pass(nodeId, notice as Told);
			},
		});
		this.nodes.set(nodeId, node);
		await node.ask.open({ conferenceId: this.id });
		return node;
	}

	node(nodeId: string): TestNode {
		const node = this.nodes.get(nodeId);
		if (!node) throw new Error(`there is no node ${nodeId}`);
		return node;
	}

	async join(nodeId: string, endpointId: string): Promise<TestEndpoint> {
		this.#homes.set(endpointId, nodeId);
		return this.node(nodeId).join(this.id, endpointId);
	}

	/** To all nodes. */
	async declare(
		stage: Partial<Stage>,
		views: readonly { endpointId: string; cameras: string[] }[] = [],
	): Promise<void> {
		await Promise.all(
			[...this.nodes].map(([nodeId, node]) =>
				node.declare(this.id, {
					...stage,
					views: [...views],
					neighbours: this.#neighboursOf(nodeId),
					reserve: this.reserves.get(nodeId) ?? { cameras: [], microphones: [] },
				}),
			),
		);
	}

	/** What a node said last that it carries to its neighbour: of each source its track, as large as it is wanted. */
	carried(from: string, to: string): ReadonlyMap<string, string> {
		return new Map([...this.#tracks(from, to)].map(([key, [large = '']]) => [key, large]));
	}

	/** Beside that of a picture the smallest. */
	small(from: string, to: string, key: string): string | undefined {
		return this.#tracks(from, to).get(key)?.[1];
	}

	#tracks(from: string, to: string): ReadonlyMap<string, readonly string[]> {
		const last = this.said.findLast((each) => each.conferenceId === this.id && each.from === from && each.to === to);
		const carried = last?.state.carried ?? [];
		return new Map(carried.map(({ endpointId, source, trackId }) => [`${source}/${endpointId}`, trackId.split('+')]));
	}

	close(): void {
		for (const way of this.ways?.values() ?? []) way.close();
		for (const node of this.nodes.values()) node.close();
	}

	#neighboursOf(nodeId: string): Neighbour[] {
		return Object.keys(this.#parents).flatMap((other) => {
			const is = this.#parents[nodeId] === other ? 'parent' : this.#parents[other] === nodeId ? 'child' : undefined;
			if (!is) return [];
			const beyond = [...this.#homes].filter(([, home]) => this.#nextTo(home, nodeId) === other);
			return [{ nodeId: other, is, beyond: beyond.map(([endpointId]) => endpointId), kbps: this.kbps }];
		});
	}

	/** The neighbour of `from` by which `to` is reached. */
	#nextTo(to: string, from: string): string | undefined {
		if (to === from) return undefined;
		const up = (nodeId: string): string[] => {
			const parent = this.#parents[nodeId] ?? undefined;
			return parent === undefined ? [nodeId] : [nodeId, ...up(parent)];
		};
		const path = up(to);
		const below = path[path.indexOf(from) - 1];
		return path.includes(from) ? below : (this.#parents[from] ?? undefined);
	}

	async #pass(from: string, told: Told): Promise<void> {
		this.said.push({ ...told, from });
		const arrived = this.arrives(from, told);
		if (!arrived) return;
		const { conferenceId, to, state: sent } = arrived;
		const state = { ...sent, end: await this.#leadAstray(sent.end) };
		const input = JSON.parse(JSON.stringify({ conferenceId, from, state })) as unknown;
		const heard = parse(nodeRequests['line-told'].input, input, 'what a node says');
		// One that is gone, or does not carry the meeting yet, hears it the next time.
		this.nodes
			.get(to)
			?.ask['line-told'](heard)
			.catch(() => {});
	}

	async #leadAstray(end: Told['state']['end']): Promise<Told['state']['end']> {
		if (!end?.address || !this.ways) return end;
		const { ip, port, beatPort } = end.address;
		return { ...end, address: { ip, port: await this.#wayTo(port), beatPort: await this.#wayTo(beatPort) } };
	}

	async #wayTo(port: number): Promise<number> {
		const way = this.ways?.get(port) ?? (await UdpRelay.open(port));
		this.ways?.set(port, way);
		return way.port;
	}
}
