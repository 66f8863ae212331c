import { setTimeout as wait } from 'node:timers/promises';
import type { Layer } from '#sfu/link/contract-endpoint.ts';
import { Chair } from '../load/run/chair.ts';
import type { Product } from '../load/run/product.ts';
import type { Role } from '../load/run/rpc.ts';
import type { sitesRole } from '../load/run/sites-role.ts';
import { District, makeSites } from './district.ts';
import { Ground } from './ground.ts';
import type { Networks } from './networks.ts';

export interface StandOptions {
	readonly districts: number;
	/** of each district */
	readonly communes: number;
	/** the largest layer that communes show: 0 = 180p, 1 = 360p, 2 = 720p */
	readonly layer: Layer;
	/** Else all are with the province's own node, as where no district has one. */
	readonly hasNodes: boolean;
	/** of districts' lines, in ms */
	readonly roundTrip: number;
	/** What is said that districts' lines carry, in kbit/s; null: nothing. */
	readonly saidKbps: number | null;
	readonly say: (line: string) => void;
}

/** Of the recording's layers. */
const heights = [180, 360, 720] as const;

/** In the province itself: who speaks, and one who listens where nothing is in between. */
const provinceSites = 2;

/** A district's among all sites. */
const ofDistrict = <T>(sites: readonly T[], index: number, communes: number) =>
	sites.slice(provinceSites + index * communes, provinceSites + (index + 1) * communes);

/** The product in a province's network, and its districts, in a meeting in which the province's first site has the floor. */
export class CascadeStand {
	readonly networks: Networks;
	readonly product: Product;
	readonly chair: Chair;
	readonly province: Role<typeof sitesRole>;
	/** Districts have nodes of their own. */
	readonly hasNodes: boolean;
	/** of the picture that communes show, in pixels */
	readonly height: number;
	readonly districts: readonly District[];
	readonly saidKbps: number | null;
	readonly say: StandOptions['say'];
	/** What must hold however slow the machine is, and did not. */
	readonly faults: string[] = [];
	readonly #ground: Ground;
	readonly #provinceSpeakerId: string;
	#speakerId: string;

	/** All have come and see the speaker when it resolves. Throws an Error that says what this machine lacks. */
	static async set(options: StandOptions): Promise<CascadeStand> {
		const { districts, communes } = options;
		const ground = await Ground.lay({
			...options,
			sites: provinceSites + districts * communes,
			plan: (sites) => ({
				districts: Array.from({ length: districts }, (_, index) =>
					ofDistrict(sites, index, communes).map(({ unitId }) => unitId),
				),
				meetings: [],
				saidKbps: options.saidKbps,
			}),
		});
		const closing: (() => unknown)[] = [() => ground.close()];
		try {
			return await CascadeStand.#furnish(options, ground, closing);
		} catch (error) {
			for (const close of closing.toReversed()) await close();
			throw error;
		}
	}

	static async #furnish(
		{ communes, layer, hasNodes, saidKbps, say }: StandOptions,
		ground: Ground,
		closing: (() => unknown)[],
	): Promise<CascadeStand> {
		const { networks, product, certificate } = ground;
		const chair = new Chair(ground.addressOf(product.account('chair').login));
		closing.push(() => chair.close());
		await chair.enter();
		await chair.give('start-meeting', {});
		// What is compared must be the same everywhere: the large picture and the voice alone.
		await chair.give('set-stage-places', { places: 0 });
		const options = product.conference.sites.map(({ login }) => {
			return { ...ground.addressOf(login), layer, sources: ['camera', 'microphone'] as const };
		});
		const own = await makeSites(networks.province.namespace, certificate, options.slice(0, provinceSites));
		closing.push(() => own.role.close());
		const districts: District[] = [];
		for (const [index, network] of networks.districts.entries()) {
			const sites = ofDistrict(options, index, communes);
			const district = await District.make({ network, node: ground.nodeOptions(index), sites });
			closing.push(() => district.close());
			if (hasNodes) await district.startNode();
			districts.push(district);
		}
		const [speakerId = ''] = own.deviceIds;
		const height = heights[layer];
		const parts = { ground, chair, province: own.role, speakerId, hasNodes, height, districts, saidKbps, say };
		const stand = new CascadeStand(parts);
		say('the sites come');
		for (const role of [own.role, ...districts.map((each) => each.role)]) await role.call('start', undefined as never);
		await stand.speakFromProvince();
		await stand.untilAllWatch(60);
		return stand;
	}

	private constructor(parts: Parts) {
		this.#ground = parts.ground;
		this.networks = parts.ground.networks;
		this.product = parts.ground.product;
		this.chair = parts.chair;
		this.province = parts.province;
		this.hasNodes = parts.hasNodes;
		this.#provinceSpeakerId = this.#speakerId = parts.speakerId;
		this.height = parts.height;
		this.districts = parts.districts;
		this.saidKbps = parts.saidKbps;
		this.say = parts.say;
	}

	/** who has the floor */
	get speakerId(): string {
		return this.#speakerId;
	}

	/** Its first commune has the floor from now on. */
	async speakFrom(district: District): Promise<void> {
		const index = this.districts.indexOf(district) * district.deviceIds.length;
		await this.#grant(provinceSites + index, district.deviceIds[0] ?? '');
	}

	/** As in the beginning. */
	async speakFromProvince(): Promise<void> {
		await this.#grant(0, this.#provinceSpeakerId);
	}

	/** `index`: of the site among all. */
	async #grant(index: number, deviceId: string): Promise<void> {
		const participantId = this.product.conference.sites[index]?.siteId ?? '';
		await this.chair.give('grant-floor', { participantId, limitSeconds: null });
		this.#speakerId = deviceId;
	}

	/** However slow the machine is; a scenario goes on where it does not. */
	mustHold(holds: boolean, otherwise: string): void {
		if (!holds) this.faults.push(otherwise);
	}

	/** Waits until `holds`; throws what was waited for after `seconds`. */
	async until(what: string, seconds: number, holds: () => Promise<boolean>): Promise<void> {
		const end = performance.now() + seconds * 1000;
		while (!(await holds())) {
			if (performance.now() > end) throw new Error(`waited ${seconds} s in vain: ${what}\n${this.#outputs()}`);
			await wait(100);
		}
	}

	/** Every commune gets the speaker's picture. */
	async untilAllWatch(seconds: number): Promise<void> {
		for (const [index, { role, deviceIds }] of this.districts.entries())
			await this.until(`district ${index + 1} to see the speaker`, seconds, async () => {
				const receptions = await role.call('receptions', { deviceId: this.speakerId });
				const watching = await role.call('watching', { deviceId: this.speakerId, ms: 1_000 });
				// A speaker does not watch themselves.
				const others = deviceIds.filter((deviceId) => deviceId !== this.#speakerId);
				return watching === others.length && receptions.every(({ sources }) => (sources.camera?.height ?? 0) > 0);
			});
	}

	/** Every commune gets the speaker's picture in the size that it shows: a large one is not there at once. */
	async untilSettled(seconds: number): Promise<void> {
		await this.untilAllWatch(seconds);
		for (const [index, { role }] of this.districts.entries())
			await this.until(`the whole picture in district ${index + 1}`, seconds, async () => {
				const receptions = await role.call('receptions', { deviceId: this.speakerId });
				return receptions.every(({ sources }) => sources.camera?.height === this.height);
			});
	}

	/** of all districts */
	get communes(): number {
		return this.districts.reduce((sum, { deviceIds }) => sum + deviceIds.length, 0);
	}

	#outputs(): string {
		return [this.product.output, ...this.districts.map(({ node }) => node?.output ?? '')].join('\n');
	}

	async close(): Promise<void> {
		for (const district of this.districts) await district.close();
		await this.province.call('close', undefined as never).catch(() => {});
		this.province.close();
		this.chair.close();
		await this.#ground.close();
	}
}

type Told = 'chair' | 'province' | 'speakerId' | 'hasNodes' | 'height' | 'districts' | 'saidKbps' | 'say';
type Parts = Pick<CascadeStand, Told> & {
	readonly ground: Ground;
};
