import type { NodeNotice, NodeNoticeHandlers, NodeNoticeName } from '#sfu/link/contract.ts';
import { nodeNotices } from '#sfu/link/contract.ts';

interface Told {
	name: NodeNoticeName;
	notice: NodeNotice<NodeNoticeName>;
}

/** Everything a media node told, and a way to wait for what it will tell. */
export class Notices {
	readonly #all: Told[] = [];
	readonly #watchers = new Set<() => void>();

	readonly record = <N extends NodeNoticeName>(name: N, notice: NodeNotice<N>): void => {
		this.#all.push({ name, notice });
		for (const watch of this.#watchers) watch();
	};

	get handlers(): NodeNoticeHandlers {
		const entries = Object.keys(nodeNotices).map((name) => [
			name,
			(notice: NodeNotice<NodeNoticeName>) => this.record(name as NodeNoticeName, notice),
		]);
		return Object.fromEntries(entries) as NodeNoticeHandlers;
	}

	of<N extends NodeNoticeName>(name: N): NodeNotice<N>[] {
		return this.#all.filter((told) => told.name === name).map((told) => told.notice as NodeNotice<N>);
	}

	clear(): void {
		this.#all.length = 0;
	}

	/** The first notice of this name that fits, told before or later; `what` says what is waited for. */
	until<N extends NodeNoticeName>(
		what: string,
		name: N,
		fits: (notice: NodeNotice<N>) => boolean = () => true,
		timeoutMs = 10_000,
	): Promise<NodeNotice<N>> {
		return new Promise((resolve, reject) => {
			const look = () => {
				const found = this.of(name).find(fits);
				if (found === undefined) return;
				settle();
				resolve(found);
			};
			const settle = () => {
				clearTimeout(timer);
				this.#watchers.delete(look);
			};
			const timer = setTimeout(() => {
				settle();
				const told = this.#all.map((each) => each.name).join(', ');
				reject(new Error(`waited ${timeoutMs} ms for ${what} (${name}); told: ${told || 'nothing'}`));
			}, timeoutMs);
			this.#watchers.add(look);
			look();
		});
	}
}
