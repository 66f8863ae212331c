import type { Browser } from '@playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inside, layNamespace, narrowCable, removeNamespace, run, widenCable } from '#test/support/namespace.ts';
import { launchInside } from './browser-inside.ts';
import { PortForward } from './port-forward.ts';

/** What a weak link does to every packet, both ways. */
interface Weakness {
	readonly kbitPerSecond: number;
	/** 0 to 100, of all packets, at random */
	readonly lossPercent: number;
}

const noWeakness: Weakness = { kbitPerSecond: 0, lossPercent: 0 };

/**
 * A network of its own for browsers, whose only way out is a cable to this machine that can be cut, narrowed and
 * filtered. A network namespace of Linux: it needs root, and the programs that setup/run.mjs installs for the stories.
 * Pages of this machine's 127.0.0.1 are found at the same address; media, which names its address, takes
 * `hostAddress`. Close it after the servers that send to it.
 */
export class Network {
	/** this machine's end of the cable: where a server listens to be reached from inside */
	readonly hostAddress: string;
	readonly #name: string;
	readonly #folder = mkdtempSync(path.join(tmpdir(), 'nhip-cau-network-'));
	readonly #pages: PortForward;
	readonly #browsers: Browser[] = [];
	/** rules of nftables for what leaves */
	#firewall: readonly string[] = [];
	#weakness = noWeakness;
	#closed = false;

	/** Throws an Error that says what is missing where this machine cannot do it; nothing is left behind then. */
	static async open(): Promise<Network> {
		const { name, hostAddress } = layNamespace();
		try {
			return new Network(name, hostAddress, await PortForward.open(hostAddress));
		} catch (error) {
			removeNamespace(name);
			throw error;
		}
	}

	private constructor(name: string, hostAddress: string, pages: PortForward) {
		this.#name = name;
		this.hostAddress = hostAddress;
		this.#pages = pages;
	}

	/**
	 * A browser inside, set up as the stories' own, for the server at `url` on 127.0.0.1. To it the page has that very
	 * address: a secure origin, and the host that the demo answers to. `args`: more of Chromium's.
	 */
	async launch(url: string, args: readonly string[] = []): Promise<Browser> {
		this.#pages.leadTo(Number(new URL(url).port));
		const rule = `--host-resolver-rules=MAP 127.0.0.1 ${this.hostAddress}:${this.#pages.port}`;
		const browser = await launchInside(this.#name, this.#folder, [rule, ...args]);
		this.#browsers.push(browser);
		return browser;
	}

	/** Drops what leaves for other ports than these, but for the pages; silently, as firewalls do. */
	allowOnly({ tcp = [], udp = [] }: { tcp?: readonly number[]; udp?: readonly number[] }): void {
		const ports = (list: readonly number[]) => `{ ${list.join(', ')} }`;
		this.#firewall = [
			'meta protocol arp accept',
			`tcp dport ${ports([...tcp, this.#pages.port])} accept`,
			...(udp.length > 0 ? [`udp dport ${ports(udp)} accept`] : []),
			'drop',
		];
		this.#filter();
	}

	blockUdp(): void {
		this.#firewall = ['meta l4proto udp drop'];
		this.#filter();
	}

	limit(weakness: Weakness): void {
		this.#weakness = weakness;
		this.#filter();
		narrowCable(this.#name, weakness.kbitPerSecond);
	}

	/** The cable as it was laid: everything passes. */
	heal(): void {
		if (this.#weakness.kbitPerSecond > 0) widenCable(this.#name);
		this.#weakness = noWeakness;
		this.#firewall = [];
		this.#filter();
	}

	/** Removes all that was made, and ends the browsers inside. Idempotent. */
	async close(): Promise<void> {
		if (this.#closed) return;
		this.#closed = true;
		await Promise.allSettled(this.#browsers.map((browser) => browser.close()));
		await this.#pages.close();
		removeNamespace(this.#name);
		rmSync(this.#folder, { recursive: true, force: true });
	}

	/** On the wire itself: what is dropped was sent, as far as the sender can tell. */
	#filter(): void {
		const share = Math.round(this.#weakness.lossPercent * 100);
		const loss = share > 0 ? [`meta protocol ip numgen random mod 10000 < ${share} drop`] : [];
		const chain = (name: string, hook: string, rules: readonly string[]) =>
			`chain ${name} { type filter hook ${hook} device "${inside}" priority 0; policy accept; ${rules.join('; ')}; }`;
		const table = [chain('leaving', 'egress', [...loss, ...this.#firewall]), chain('arriving', 'ingress', loss)];
		const rules = `flush ruleset\ntable netdev cable {\n${table.join('\n')}\n}\n`;
		run('ip', ['netns', 'exec', this.#name, 'nft', '-f', '-'], rules);
	}
}
