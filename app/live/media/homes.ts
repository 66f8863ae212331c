/** More devices than a meeting has. */
const most = 5_000;

/** With which node each device of a meeting is. */
export class Homes {
	readonly #nodeOf = new Map<string, string>();
	readonly #devices = new Map<string, Set<string>>();
	readonly #onBegun: (nodeId: string) => void;
	readonly #onEmptied: (nodeId: string) => void;

	/** `onBegun`: the first device is with a node; `onEmptied`: the last one is no longer. */
	constructor(onBegun: (nodeId: string) => void, onEmptied: (nodeId: string) => void) {
		this.#onBegun = onBegun;
		this.#onEmptied = onEmptied;
	}

	get deviceIds(): readonly string[] {
		return [...this.#nodeOf.keys()];
	}

	/** Nodes that some device is with. */
	get nodeIds(): readonly string[] {
		return [...this.#devices.keys()];
	}

	nodeOf(deviceId: string): string | undefined {
		return this.#nodeOf.get(deviceId);
	}

	devicesWith(nodeId: string): readonly string[] {
		return [...(this.#devices.get(nodeId) ?? [])];
	}

	/** How many devices are with a node. */
	countWith(nodeId: string): number {
		return this.#devices.get(nodeId)?.size ?? 0;
	}

	/** A node says that it has the device; of whom there is one known it is left aside, and of more than a meeting has. */
	find(deviceId: string, nodeId: string): void {
		if (!this.#nodeOf.has(deviceId) && this.#nodeOf.size < most) this.set(deviceId, nodeId);
	}

	set(deviceId: string, nodeId: string): void {
		if (this.#nodeOf.get(deviceId) === nodeId) return;
		this.#part(deviceId);
		this.#nodeOf.set(deviceId, nodeId);
		const there = this.#devices.get(nodeId);
		if (there) return void there.add(deviceId);
		this.#devices.set(nodeId, new Set([deviceId]));
		this.#onBegun(nodeId);
	}

	delete(deviceId: string): void {
		this.#part(deviceId);
		this.#nodeOf.delete(deviceId);
	}

	#part(deviceId: string): void {
		const nodeId = this.#nodeOf.get(deviceId);
		const there = nodeId === undefined ? undefined : this.#devices.get(nodeId);
		if (nodeId === undefined || !there?.delete(deviceId) || there.size > 0) return;
		this.#devices.delete(nodeId);
		this.#onEmptied(nodeId);
	}
}
