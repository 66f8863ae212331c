import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Layer } from '#sfu/link/contract-endpoint.ts';
import { inviteDelegates } from '#test/support/invite-delegates.ts';
import { Chair } from './chair.ts';
import { cpuMs, udpPortsOf } from './processes.ts';
import { Product } from './product.ts';
import { Role } from './rpc.ts';
import { loopbackAddress, signIn } from './sign-in.ts';
import type { sitesRole } from './sites-role.ts';
import { WeakLines } from './weak-lines.ts';
import type { DeviceAddress } from './signalling.ts';

export interface StandOptions {
	readonly sites: number;
	/** the largest layer that sites show: 0 = 180p, 1 = 360p, 2 = 720p */
	readonly layer: Layer;
	/** invited beside the demo's own, two to a room */
	readonly people?: number;
	/** A tenth of the sites have media lines of their own, which can be narrowed. */
	readonly hasWeakLines?: boolean;
	readonly say: (line: string) => void;
}

/** With the demo's own people, who are six, few enough for the voice to direct them (app/meeting/stage/commands.ts). */
export const mostForVoice = 40;

export interface StandSite {
	readonly siteId: string;
	/** another one once its page was loaded anew */
	deviceId: string;
}

/** The product, a chair, and the sites of the province, signed in and about to come. */
export class Stand {
	readonly product: Product;
	readonly chair: Chair;
	readonly chairAddress: DeviceAddress;
	/** of the last sites, one each */
	readonly lines: WeakLines | undefined;
	readonly role: Role<typeof sitesRole>;
	readonly sites: readonly StandSite[];
	readonly say: StandOptions['say'];
	/** What must hold however slow the machine is, and did not. */
	readonly faults: string[] = [];
	/** who has the floor */
	speaker: StandSite;

	/** The meeting is live and the first site has the floor when it resolves; no site has come yet. */
	static async set({ sites: count, layer, people = 0, hasWeakLines = false, say }: StandOptions): Promise<Stand> {
		const faults: string[] = [];
		const lines = hasWeakLines ? layLines(count, faults) : undefined;
		say('starting the server');
		// The address that all others reach comes first.
		const product = await Product.start(count, lines ? { MEDIA_LISTEN_IP: `127.0.0.1,${lines.address}` } : {});
		const { meetingId, sites } = product.conference;
		inviteDelegates(
			product.dataDir,
			meetingId,
			sites.map(({ siteId }) => siteId),
			people,
		);
		const chairAddress = await addressOf(product, meetingId, product.account('chair'), count);
		const chair = new Chair(chairAddress);
		await chair.enter();
		await chair.give('start-meeting', {});
		const { password } = product.account('terminal');
		const options = [];
		for (const [index, { login }] of sites.slice(0, count).entries()) {
			const sources = ['camera', 'microphone'] as const;
			// The last ones: who speaks in a scenario is among the first.
			const way = lines?.ways[count - 1 - index];
			const address = await addressOf(product, meetingId, { login, password }, index);
			options.push({ ...address, layer, sources, ...(way ? { way } : {}) });
			if ((index + 1) % 40 === 0) say(`${index + 1} of ${count} terminals signed in`);
		}
		const role = new Role<typeof sitesRole>(path.join(import.meta.dirname, 'sites-role.ts'));
		const deviceIds = await role.call('add', options);
		const stand = new Stand(
			product,
			{ chair, chairAddress, lines },
			role,
			deviceIds.map((deviceId, index) => ({ deviceId, siteId: sites[index]?.siteId ?? '' })),
			say,
		);
		stand.faults.push(...faults);
		await stand.grant(stand.speaker);
		return stand;
	}

	private constructor(
		product: Product,
		{ chair, chairAddress, lines }: Pick<Stand, 'chair' | 'chairAddress' | 'lines'>,
		role: Role<typeof sitesRole>,
		sites: readonly StandSite[],
		say: StandOptions['say'],
	) {
		const [first] = sites;
		if (!first) throw new Error('there must be a site');
		this.product = product;
		this.chair = chair;
		this.chairAddress = chairAddress;
		this.lines = lines;
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

	/** However slow the machine is; a scenario goes on where it does not. */
	mustHold(holds: boolean, otherwise: string): void {
		if (!holds) this.faults.push(otherwise);
	}

	get speakerIndex(): number {
		return this.sites.indexOf(this.speaker);
	}

	/** How the speaker is seen and heard at all others; from now on gaps are looked for anew. */
	receptions() {
		return this.role.call('receptions', { deviceId: this.speaker.deviceId });
	}

	/** These sites wait for the floor, whether or not they did before. */
	async queue(indices: readonly number[]): Promise<void> {
		for (const index of indices)
			await this.role.call('give', { index, name: 'request-floor' }).catch((error: Error) => {
				if (error.message !== 'already-queued') throw error;
			});
	}

	/** Waits until `holds`; throws what was waited for after `seconds`. */
	async until(what: string, seconds: number, holds: () => Promise<boolean>): Promise<void> {
		const end = performance.now() + seconds * 1000;
		while (!(await holds())) {
			if (performance.now() > end)
				throw new Error(`waited ${seconds} s in vain: ${what}\n${await this.#describe()}\n${this.product.output}`);
			await wait(100);
		}
	}

	get fitsVoice(): boolean {
		return this.sites.length <= mostForVoice;
	}

	/** From now on the voice directs the stage; every site has every other's microphone, kept ready, when it resolves. */
	async followVoice(): Promise<void> {
		await this.chair.give('set-stage-mode', { mode: 'voice' });
		await this.until('every microphone to be kept ready everywhere', 60, async () => {
			const counts = await this.role.call('microphones', undefined as never);
			return counts.every((count) => count >= this.sites.length - 1);
		});
	}

	/** As a meeting of any size begins: who has the floor is seen. */
	async followFloor(): Promise<void> {
		await this.chair.give('set-stage-mode', { mode: 'floor' });
		await this.beginAnew();
	}

	/** Everybody but the speaker gets the speaker's picture. */
	async untilAllWatch(seconds: number): Promise<void> {
		const { deviceId } = this.speaker;
		await this.until('all sites to see the speaker', seconds, async () => {
			return (await this.role.call('watching', { deviceId, ms: 1_000 })) >= this.sites.length - 1;
		});
	}

	/** How the sites stand, those alike in one line. */
	async #describe(): Promise<string> {
		const receptions = await this.receptions();
		const lines = receptions.map(({ sources, grade, carrying }) => {
			const tracks = Object.entries(sources).map(([source, { height, gapMs }]) => {
				return `${source}${height > 0 ? ` ${height}p` : ''}${gapMs > 1_000 ? ', silent' : ''}`;
			});
			return `${grade}, ${carrying}: ${tracks.join('; ') || 'nothing'}`;
		});
		return [...Map.groupBy(lines, (line) => line)].map(([line, alike]) => `${alike.length} sites ${line}`).join('\n');
	}

	/**
	 * A link that did badly is trusted again after a minute and more: whose is joins anew and is judged anew, so that the next
	 * scenario begins as this one did.
	 */
	async beginAnew(): Promise<void> {
		for (let tries = 0; tries < 3; tries += 1) {
			await this.role.call('rejoinLesser', undefined as never);
			const isBack = await this.untilAllWatch(20).then(
				() => true,
				() => false,
			);
			if (isBack) return;
		}
		await this.untilAllWatch(60);
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

	/** What all of them have worked since, together; ms of one processor. */
	cpuSince(before: ReturnType<Stand['cpu']>): number {
		const total = ({ control, node, workers, sites }: typeof before) =>
			control + node + sites + workers.reduce((sum, each) => sum + each, 0);
		return total(this.cpu()) - total(before);
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
		this.lines?.close();
	}
}

/** Where it cannot be done all else is measured: that it was not is a fault. */
function layLines(sites: number, faults: string[]): WeakLines | undefined {
	try {
		return WeakLines.lay(Math.ceil(sites / 10));
	} catch (error) {
		faults.push(`weak lines were not measured: ${error instanceof Error ? error.message : String(error)}`);
		return undefined;
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
