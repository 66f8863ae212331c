import { Kept, namesOfKept } from '#lib/kept/kept.ts';
import { sharedLayers, type SharedLayer, type SharedMark as ToldMark } from '#meeting/shared-marks.ts';
import * as v from 'valibot';
import { contentSchema, type Content, type Mark } from './mark.ts';
import type { Ask } from './unsent.ts';

/** After an attempt in vain, in ms. */
const againAfter = 5_000;

/** A mark that others see. */
export interface SharedMark extends Mark {
	readonly layer: SharedLayer;
	readonly readers?: readonly string[] | undefined;
	readonly authorId: string;
	readonly authorName: string;
	/** ms since the epoch; null: it has not been sent yet */
	readonly sharedAt: number | null;
}

/** The link to the meeting in which the paper is read. */
export interface Hearing {
	/** Marks that came or went; the way back ends it. */
	onMarks(listener: (marks: readonly ToldMark[]) => void): () => void;
	/** The link is new: what went by meanwhile was not heard. */
	onAgain(listener: () => void): () => void;
}

interface Place {
	readonly versionId: string;
	/** a participant's id */
	readonly me: string;
	/** their name */
	readonly named: string;
	readonly hearing: Hearing;
	readonly ask?: Ask;
}

const unsentSchema = v.object({
	id: v.string(),
	page: v.number(),
	layer: v.picklist(sharedLayers),
	readers: v.optional(v.array(v.string())),
	content: contentSchema,
	/** it was withdrawn here, and comes back */
	again: v.optional(v.literal(true)),
});

/** What was done here on a layer, and can be undone: own marks that came, or went. */
interface Step {
	readonly layer: SharedLayer;
	readonly went: boolean;
	readonly marks: readonly SharedMark[];
}

/**
 * What was shared on one version of a paper, as far as this person may see it. An own mark shows at once, is kept in the browser
 * until the server has it, and told to the others by it. Close it when the paper is closed.
 */
export class SharedMarks {
	all = $state.raw<readonly SharedMark[]>([]);
	/** why the last that was asked was refused, as a code */
	refused = $state<string>();
	readonly byPage = $derived(Map.groupBy(this.all, ({ page }) => page));
	/** since the paper was opened, the last one last */
	#steps = $state.raw<readonly Step[]>([]);

	readonly #place: Place;
	readonly #address: string;
	readonly #ask: Ask;
	readonly #stop: readonly (() => void)[];
	#timer: ReturnType<typeof setTimeout> | undefined;
	#sending = false;
	#closed = false;
	/** while the server is asked for all: what is not in its answer yet */
	#heard: ToldMark[] | undefined;

	constructor(place: Place) {
		this.#place = place;
		this.#address = `/papers/${encodeURIComponent(place.versionId)}/shared`;
		this.#ask = place.ask ?? ((url, init) => fetch(url, init));
		this.#stop = [
			place.hearing.onMarks((marks) => {
				const own = marks.filter(({ versionId }) => versionId === place.versionId);
				this.#heard?.push(...own);
				this.#take(own);
			}),
			place.hearing.onAgain(() => void this.load()),
		];
	}

	canUndo(layer: SharedLayer): boolean {
		return this.#steps.some((step) => step.layer === layer);
	}

	/** Of a layer, or of all. */
	count(layer: SharedLayer): number {
		return this.all.filter((mark) => mark.layer === layer).length;
	}

	/** What the server has, and what it has not been sent. Without a link it stays as it is. */
	async load(): Promise<void> {
		const heard = (this.#heard = []);
		try {
			const answer = await this.#ask(this.#address, { redirect: 'manual' });
			const told = answer.ok ? ((await answer.json()) as readonly ToldMark[]) : undefined;
			if (this.#closed) return;
			if (told) {
				this.all = [];
				this.#take([...told, ...heard]);
			}
		} catch {
			// Heard again with the next link.
		}
		this.#heard = undefined;
		for (const unsent of this.#unsent()) this.#show({ ...unsent, ...this.#own });
		void this.#send();
	}

	/** `readers`: for whom it is, of the layer `chosen` */
	put(page: number, content: Content, layer: SharedLayer, readers: readonly string[] = []): void {
		const mark = {
			id: crypto.randomUUID(),
			page,
			content,
			layer,
			...(layer === 'chosen' && { readers: [...readers] }),
		};
		const own = { ...mark, ...this.#own };
		this.#steps = [...this.#steps, { layer, went: false, marks: [own] }];
		this.#kept(mark.id).write(mark);
		this.#show(own);
		void this.#send();
	}

	/** Withdraws what was shared here last, or puts back what was withdrawn last. */
	async undo(layer: SharedLayer): Promise<void> {
		const step = this.#steps.findLast((each) => each.layer === layer);
		if (!step) return;
		this.#steps = this.#steps.filter((each) => each !== step);
		if (!step.went)
			return void (await this.#takeOff(this.all.filter(({ id }) => step.marks.some((mark) => mark.id === id))));
		for (const mark of step.marks) {
			const { id, page, content, readers } = mark;
			this.#kept(id).write({ id, page, layer, content, again: true, ...(readers && { readers: [...readers] }) });
			this.#show({ ...mark, sharedAt: null });
		}
		void this.#send();
	}

	/** Withdraws own ones; chair and secretaries take others' off. What does not succeed stays. */
	async takeOff(marks: readonly SharedMark[]): Promise<void> {
		const gone = (await this.#takeOff(marks)).filter(({ authorId }) => authorId === this.#place.me);
		for (const [layer, own] of Map.groupBy(gone, (mark) => mark.layer))
			this.#steps = [...this.#steps, { layer, went: true, marks: own }];
	}

	async #takeOff(marks: readonly SharedMark[]): Promise<readonly SharedMark[]> {
		const gone: SharedMark[] = [];
		for (const mark of marks) {
			this.#kept(mark.id).remove();
			const answer = await this.#try(`${this.#address}?id=${mark.id}`, { method: 'DELETE' });
			// What the server does not have, nobody else sees either.
			if (answer === 'done' || (answer === 'refused' && this.refused === 'not-found')) {
				this.refused = undefined;
				this.#hide(mark.id);
				gone.push(mark);
			}
		}
		return gone;
	}

	close(): void {
		this.#closed = true;
		clearTimeout(this.#timer);
		for (const stop of this.#stop) stop();
	}

	/** One after the other; what is refused is said, and shown to nobody any more. */
	async #send(): Promise<void> {
		if (this.#sending || this.#closed) return;
		this.#sending = true;
		clearTimeout(this.#timer);
		for (let [next] = this.#unsent(); next; [next] = this.#unsent()) {
			const headers = { 'content-type': 'application/json' };
			const sent = await this.#try(this.#address, { method: 'PUT', headers, body: JSON.stringify(next) });
			if (sent === 'later') {
				if (!this.#closed) this.#timer = setTimeout(() => void this.#send(), againAfter);
				break;
			}
			this.#kept(next.id).remove();
			const shown = this.all.find(({ id }) => id === next?.id);
			if (sent === 'refused') this.#hide(next.id);
			else if (shown?.sharedAt === null) this.#show({ ...shown, sharedAt: Date.now() });
		}
		this.#sending = false;
	}

	async #try(address: string, init: RequestInit): Promise<'done' | 'later' | 'refused'> {
		try {
			const answer = await this.#ask(address, { ...init, redirect: 'manual' });
			if (answer.ok) return 'done';
			if (answer.status < 400 || answer.status >= 500 || [401, 408, 429].includes(answer.status)) return 'later';
			this.refused = ((await answer.json()) as { message?: string }).message ?? 'malformed';
			return 'refused';
		} catch {
			return 'later';
		}
	}

	#take(told: readonly ToldMark[]): void {
		for (const { content: something, ...mark } of told) {
			const content = v.safeParse(contentSchema, something);
			if (content.success) this.#show({ ...mark, content: content.output });
			else this.#hide(mark.id);
		}
	}

	#show(mark: SharedMark): void {
		this.all = [...this.all.filter(({ id }) => id !== mark.id), mark];
	}

	#hide(id: string): void {
		this.all = this.all.filter((mark) => mark.id !== id);
	}

	/** of what has not been sent yet */
	get #own() {
		const { me, named } = this.#place;
		return { authorId: me, authorName: named, sharedAt: null };
	}

	get #prefix(): string {
		return `chung:${this.#place.versionId}:`;
	}

	#kept(id: string) {
		return new Kept(this.#place.me, this.#prefix + id, unsentSchema, 'browser');
	}

	#unsent() {
		return namesOfKept(this.#place.me, this.#prefix, 'browser').flatMap(
			(name) => this.#kept(name.slice(this.#prefix.length)).read()?.value ?? [],
		);
	}
}
