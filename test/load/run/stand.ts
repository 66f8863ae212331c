import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Layer } from '#sfu/link/contract-endpoint.ts';
import { Chair } from './chair.ts';
import { cpuMs, udpPortsOf } from './processes.ts';
import { Product } from './product.ts';
import { Role } from './rpc.ts';
import { loopbackAddress, signIn } from './sign-in.ts';
import type { sitesRole } from './sites-role.ts';
import type { DeviceAddress } from './signalling.ts';

export interface StandOptions {
	readonly sites: number;
	/** the largest layer that sites show: 0 = 180p, 1 = 360p, 2 = 720p */
	readonly layer: Layer;
	/** invited beside the demo's own, two to a room */
	readonly people?: number;
	readonly say: (line: string) => void;
}

export interface StandSite {
	readonly siteId: string;
	readonly deviceId: string;
}

/** The product, a chair, and the sites of the province, signed in and about to come. */
export class Stand {
	readonly product: Product;
	readonly chair: Chair;
	readonly chairAddress: DeviceAddress;
	readonly role: Role<typeof sitesRole>;
	readonly sites: readonly StandSite[];
	readonly say: StandOptions['say'];
	/** who has the floor */
	speaker: StandSite;

	/** The meeting is live and the first site has the floor when it resolves; no site has come yet. */
	static async set({ sites: count, layer, people = 0, say }: StandOptions): Promise<Stand> {
		say('starting the server');
		const product = await Product.start(count);
		const { meetingId, sites } = product.conference;
		product.invite(meetingId, sites, people);
		const chairAddress = await addressOf(product, meetingId, product.account('chair'), count);
		const chair = new Chair(chairAddress);
		await chair.enter();
		await chair.give('start-meeting', {});
		const { password } = product.account('terminal');
		const options = [];
		for (const [index, { login }] of sites.slice(0, count).entries()) {
			const sources = ['camera', 'microphone'] as const;
			options.push({ ...(await addressOf(product, meetingId, { login, password }, index)), layer, sources });
			if ((index + 1) % 40 === 0) say(`${index + 1} of ${count} terminals signed in`);
		}
		const role = new Role<typeof sitesRole>(path.join(import.meta.dirname, 'sites-role.ts'));
		const deviceIds = await role.call('add', options);
		const stand = new Stand(
			product,
			{ chair, chairAddress },
			role,
			deviceIds.map((deviceId, index) => ({ deviceId, siteId: sites[index]?.siteId ?? '' })),
			say,
		);
		await stand.grant(stand.speaker);
		return stand;
	}

	private constructor(
		product: Product,
		{ chair, chairAddress }: Pick<Stand, 'chair' | 'chairAddress'>,
		role: Role<typeof sitesRole>,
		sites: readonly StandSite[],
		say: StandOptions['say'],
	) {
		const [first] = sites;
		if (!first) throw new Error('there must be a site');
		this.product = product;
		this.chair = chair;
		this.chairAddress = chairAddress;
		this.role = role;
		this.sites = sites;
		this.speaker = first;
		this.say = say;
	}

	/** The chair gives a site the floor: from now on everybody is to see it. */
	async grant(site: StandSite): Promise<void> {
		await this.chair.give('grant-floor', { participantId: site.siteId, limitSeconds: null });
		this.speaker = site;
	}

	/** Waits until `holds`; throws what was waited for after `seconds`. */
	async until(what: string, seconds: number, holds: () => Promise<boolean>): Promise<void> {
		const end = performance.now() + seconds * 1000;
		while (!(await holds())) {
			if (performance.now() > end) throw new Error(`waited ${seconds} s in vain: ${what}\n${this.product.output}`);
			await wait(100);
		}
	}

	/** Everybody but the speaker gets the speaker's picture. */
	async untilAllWatch(seconds: number): Promise<void> {
		const { deviceId } = this.speaker;
		await this.until('all sites to see the speaker', seconds, async () => {
			return (await this.role.call('watching', { deviceId, ms: 1_000 })) >= this.sites.length - 1;
		});
	}

	/** Somebody else of the demo, signed in. */
	addressOf(role: string): Promise<DeviceAddress> {
		const { meetingId } = this.chairAddress;
		return addressOf(this.product, meetingId, this.product.account(role), this.sites.length + 1);
	}

	/** Processor time of each part so far, in ms. */
	cpu(): { control: number; node: number; workers: number[]; sites: number } {
		const sum = (pids: readonly number[]) => pids.reduce((total, pid) => total + cpuMs(pid), 0);
		const { control, node, workers } = this.product;
		return { control: cpuMs(control), node: sum(node), workers: workers.map(cpuMs), sites: cpuMs(this.role.pid) };
	}

	/** Sites' links that broke, and commands of theirs that nobody answered. */
	losses() {
		return this.role.call('losses', undefined as never);
	}

	/** UDP ports that the workers listen on, by what their sockets are bound to. */
	mediaPorts(): number[] {
		return this.product.workers.flatMap(udpPortsOf);
	}

	async close(): Promise<void> {
		await this.role.call('close', undefined as never).catch(() => {});
		this.role.close();
		this.chair.close();
		await this.product.close();
	}
}

/** `index`: of whoever signs in among all who do. */
async function addressOf(
	{ url }: Product,
	meetingId: string,
	{ login, password }: { login: string; password: string },
	index: number,
): Promise<DeviceAddress> {
	return { url, meetingId, cookie: await signIn(url, login, password, loopbackAddress(index)) };
}
