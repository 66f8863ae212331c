import { MediaError } from '#sfu/link/errors.ts';
import { localNodeId } from '#sfu/link/local-node.ts';
import type { Parting } from '#sfu/link/serve-link.ts';
import { Admission } from './admission.ts';
import type { PlacedNode } from './placed-node.ts';

/**
 * A node whose link is down is expected back for so long: what it carries goes on meanwhile. Whose connection was closed dials
 * again within a second, unless its process has died. Behind a line that is cut devices are with their node, and come back with
 * it. ms
 */
const expectedFor = { closed: 2_000, silent: 30_000 };

/** After a start of ours nodes dial again; who was with one comes back to it, also where they are a moment quicker. ms */
const startsFor = 3_000;

/** Who asks while no node is there waits so long for one; below what a browser waits for its answer. ms */
const patience = 4_000;

/** A node that is there, or expected back. */
export interface KnownNode {
	readonly node: PlacedNode;
	/** it is there */
	readonly ready: boolean;
}

interface KnownNodesPort {
	/** A node is not expected back, and there is another one for those who were with it. */
	readonly onGone: (nodeId: string) => void;
	/** A node has been silent for a while, and there is another one. */
	readonly onSilent: (nodeId: string) => void;
}

/** The media nodes that the control process knows of. */
export class KnownNodes {
	/** those that are ready */
	readonly #there = new Set<string>();
	/** whose link is down, and what tells that they are not expected back any more */
	readonly #away = new Map<string, NodeJS.Timeout>();
	/** of those the ones that were not heard to go */
	readonly #silent = new Set<string>();
	readonly #overdue = new Set<string>();
	/** one for all meetings of a node: they share its workers */
	readonly #admissions = new Map<string, Admission>();
	readonly #waiting = new Set<() => void>();
	readonly #port: KnownNodesPort;
	readonly #placed: () => readonly PlacedNode[];
	#known: readonly KnownNode[] | undefined;
	/** that have been there; undefined: no start is so young that another one would be awaited */
	#came: Set<string> | undefined = new Set();
	readonly #started: NodeJS.Timeout;

	/** `placed`: what is said of nodes; one of which nothing is said stands in the middle. */
	constructor(port: KnownNodesPort, placed: () => readonly PlacedNode[]) {
		this.#port = port;
		this.#placed = placed;
		this.#started = setTimeout(() => {
			this.#came = undefined;
			this.look();
		}, startsFor).unref();
	}

	/** Those that are ready, and those that are expected back or whose devices nobody else could take. */
	get known(): readonly KnownNode[] {
		return (this.#known ??= this.#list());
	}

	/** Those, and all others that are placed: they might come. Our own is there, or there is none. */
	get placed(): readonly KnownNode[] {
		const ids = new Set(this.known.map(({ node }) => node.id));
		const others = this.#placed().filter(({ id }) => !ids.has(id) && id !== localNodeId);
		return [...this.known, ...others.map((node) => ({ node, ready: false }))];
	}

	/** Something else is said of nodes by now. */
	placementChanged(): void {
		this.#known = undefined;
	}

	/** By id, those that are ready. */
	get there(): readonly string[] {
		return [...this.#there];
	}

	/** Nothing has come from it for seconds: its link may be cut, and what it carries may go on. It is expected back. */
	isSilent(nodeId: string): boolean {
		return this.#silent.has(nodeId);
	}

	/** It has not been there yet, and this process has just started: devices may be with it. */
	isAwaited(nodeId: string): boolean {
		return this.#came?.has(nodeId) === false;
	}

	isThere(nodeId: string): boolean {
		return this.#there.has(nodeId);
	}

	/** A node is ready, for the first time or again. `greet` hears of what it carries before those go on who wait for one. */
	arrived(nodeId: string, greet: () => void): void {
		this.#expectNoLonger(nodeId);
		this.#there.add(nodeId);
		this.#came?.add(nodeId);
		this.#known = undefined;
		greet();
		this.#giveUp();
	}

	/** Its link is down. */
	departed(nodeId: string, how: Parting): void {
		this.#expectNoLonger(nodeId);
		this.#there.delete(nodeId);
		this.#known = undefined;
		const overdue = () => this.#abandon(nodeId);
		if (how === 'ended') return overdue();
		this.#away.set(nodeId, setTimeout(overdue, expectedFor[how]).unref());
		if (how !== 'silent') return;
		this.#silent.add(nodeId);
		if (this.#there.size > 0) this.#port.onSilent(nodeId);
	}

	/** A neighbour hears nothing of it either: where its connection was closed its process has died. Our own is started anew at once. */
	missed(nodeId: string): void {
		if (this.#away.has(nodeId) && !this.#silent.has(nodeId) && nodeId !== localNodeId) this.#abandon(nodeId);
	}

	admissionOf(nodeId: string): Admission {
		const admission = this.#admissions.get(nodeId) ?? new Admission();
		this.#admissions.set(nodeId, admission);
		return admission;
	}

	/** Resolves once it holds, which the coming or giving up of a node may bring. Throws MediaError `media-node-absent`. */
	async until(holds: () => boolean): Promise<void> {
		if (holds()) return;
		await new Promise<void>((resolve, reject) => {
			const look = () => {
				if (holds()) settle(resolve);
			};
			const settle = (end: () => void) => {
				clearTimeout(timer);
				this.#waiting.delete(look);
				end();
			};
			const timer = setTimeout(() => settle(() => reject(new MediaError('media-node-absent'))), patience);
			this.#waiting.add(look);
		});
	}

	/** Those who wait look whether it holds by now. */
	look(): void {
		for (const look of [...this.#waiting]) look();
	}

	/** Idempotent. */
	close(): void {
		clearTimeout(this.#started);
		for (const timer of this.#away.values()) clearTimeout(timer);
		this.#away.clear();
	}

	#list(): readonly KnownNode[] {
		const placed = new Map(this.#placed().map((node) => [node.id, node]));
		const ids = new Set([...this.#there, ...this.#away.keys(), ...this.#overdue]);
		return [...ids].map((id) => ({ node: placed.get(id) ?? inTheMiddle(id), ready: this.#there.has(id) }));
	}

	#expectNoLonger(nodeId: string): void {
		clearTimeout(this.#away.get(nodeId));
		this.#away.delete(nodeId);
		this.#silent.delete(nodeId);
		this.#overdue.delete(nodeId);
	}

	#abandon(nodeId: string): void {
		this.#expectNoLonger(nodeId);
		this.#overdue.add(nodeId);
		this.#giveUp();
	}

	/** Where nobody else can take them, those who are with a node stay with it: their media may be well. */
	#giveUp(): void {
		for (const nodeId of this.#there.size > 0 ? this.#overdue : []) {
			this.#overdue.delete(nodeId);
			this.#known = undefined;
			this.#port.onGone(nodeId);
		}
		this.look();
	}
}

const inTheMiddle = (id: string): PlacedNode => {
	const line = { up: null, down: null };
	return { id, unitId: null, serves: [], parentId: null, capacity: null, draining: false, line };
};
