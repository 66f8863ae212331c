import path from 'node:path';
import { Role } from '../load/run/rpc.ts';
import type { SiteOptions } from '../load/run/site.ts';
import type { sitesRole } from '../load/run/sites-role.ts';
import { DistrictNode, type NodeOptions } from './district-node.ts';
import { inNetwork } from './in-network.ts';
import type { DistrictNetwork } from './networks.ts';

const file = path.join(import.meta.dirname, '../load/run/sites-role.ts');

/** Sites in a process of their own, in a network of their own; `certificate`: what proves the server to them. */
export async function makeSites(namespace: string, certificate: string, options: readonly SiteOptions[]) {
	const role = new Role<typeof sitesRole>(file, [...inNetwork(namespace), 'env', `NODE_EXTRA_CA_CERTS=${certificate}`]);
	return { role, deviceIds: await role.call('add', options) };
}

export interface DistrictOptions {
	readonly network: DistrictNetwork;
	readonly node: NodeOptions;
	/** of its communes, one each, in their order */
	readonly sites: readonly Omit<SiteOptions, 'way'>[];
}

/** A district: its media node, and its communes' terminals, whose media have a network each and whose sockets have the district's. */
export class District {
	readonly network: DistrictNetwork;
	readonly role: Role<typeof sitesRole>;
	readonly #options: NodeOptions;
	#deviceIds: readonly string[];
	#node: DistrictNode | undefined;

	static async make({ network, node, sites }: DistrictOptions): Promise<District> {
		const options = sites.map((site, index) => {
			const namespace = network.communes[index]?.namespace ?? '';
			return { ...site, way: { namespace } };
		});
		const { role, deviceIds } = await makeSites(network.namespace, node.certificate, options);
		return new District(network, role, deviceIds, node);
	}

	private constructor(
		network: DistrictNetwork,
		role: Role<typeof sitesRole>,
		deviceIds: readonly string[],
		options: NodeOptions,
	) {
		this.network = network;
		this.role = role;
		this.#deviceIds = deviceIds;
		this.#options = options;
	}

	/** In the order of its communes; others once they came anew. */
	get deviceIds(): readonly string[] {
		return this.#deviceIds;
	}

	/** Undefined where it was not started, or was killed. */
	get node(): DistrictNode | undefined {
		return this.#node;
	}

	/** Its node is there when it resolves. */
	async startNode(): Promise<void> {
		this.#node = await DistrictNode.start(this.#options);
	}

	async killNode(): Promise<void> {
		const node = this.#node;
		this.#node = undefined;
		await node?.kill();
	}

	/** Who stays where a fault took them comes as another device, which finds its own place. */
	async comeAnew(): Promise<void> {
		const indices = this.#deviceIds.keys();
		this.#deviceIds = await Promise.all([...indices].map((index) => this.role.call('reload', { index })));
	}

	/** Idempotent. */
	async close(): Promise<void> {
		await this.role.call('close', undefined as never).catch(() => {});
		this.role.close();
		await this.#node?.close();
	}
}
