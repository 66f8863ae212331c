import { readMark, writeMark, type Content, type Mark } from './mark.ts';
import type { OwnKey } from './own-key.ts';
import { seal, toBase64, unsealText } from './seal.ts';
import type { SealedMark } from './sealed-mark.ts';
import { countUnsent, dropUnreadable, fetchMarks, keepUnsent, listUnsent, sendUnsent, type Ask } from './unsent.ts';

/** What was drawn is sent after so long without another mark, in ms. */
const sendAfter = 600;
/** After an attempt in vain: until the next, doubled each time up to the longest, in ms. */
const [againAfter, againAtLatest] = [2_000, 60_000];

/** One mark changed: null where it was not, or is no more. */
interface Change {
	readonly before: Mark | null;
	readonly after: Mark | null;
}

interface Place {
	readonly personId: string;
	readonly versionId: string;
	readonly own: OwnKey;
	readonly ask?: Ask;
}

/**
 * A person's own marks on one version of a paper. Each change shows at once, is kept in the browser (sealed), and sent; what other
 * devices of the person have changed comes back with it. Close it when the paper is closed: what is unsent stays kept.
 */
export class PaperMarks {
	/** in the order in which they were made, as far as it is known */
	all = $state.raw<readonly Mark[]>([]);
	/** changes that the server has not acknowledged */
	unsent = $state(0);
	/** the server takes nothing more: the key is another one by now, or the paper is not for this person */
	refused = $state(false);
	/** that the server has and that do not open: not sealed by this person for this place, or by newer pages */
	unopened = $state(0);
	/** what the server has was heard at least once */
	heard = $state(false);
	#done = $state.raw<readonly (readonly Change[])[]>([]);
	#undone = $state.raw<readonly (readonly Change[])[]>([]);
	readonly byPage = $derived(Map.groupBy(this.all, ({ page }) => page));

	readonly #place: Place;
	/** when each mark was last changed, as far as it is known here: those that were taken away, too */
	// eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing shows it
	readonly #changedAt = new Map<string, number>();
	// eslint-disable-next-line svelte/prefer-svelte-reactivity -- its size is told by `unopened`
	readonly #shut = new Set<string>();
	#revision = 0;
	#vain = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;
	/** changes that are being sealed */
	// eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing shows it
	readonly #sealing = new Set<Promise<void>>();
	#sending = false;
	#again = false;
	readonly #closed = new AbortController();

	constructor(place: Place) {
		this.#place = place;
		const { signal } = this.#closed;
		globalThis.addEventListener?.('online', () => void this.sync(), { signal });
		// A page that is put aside may never wake.
		globalThis.addEventListener?.('visibilitychange', () => void this.sync(), { signal });
	}

	get canUndo(): boolean {
		return this.#done.length > 0;
	}

	get canRedo(): boolean {
		return this.#undone.length > 0;
	}

	/** What is kept here first, then what the server has. Resolves when that has come, or does not come now. */
	async load(): Promise<void> {
		const { personId, versionId, own } = this.#place;
		dropUnreadable(personId, versionId, own.keyId);
		await this.#take(listUnsent(personId, versionId).map(({ mark }) => mark));
		this.unsent = countUnsent(personId, versionId);
		// Without a network what cannot be sent would keep away what was downloaded.
		if (this.unsent > 0) await this.#take((await fetchMarks(versionId, this.#place.ask))?.marks ?? []);
		await this.sync();
	}

	add(page: number, content: Content): Mark {
		const mark = { id: crypto.randomUUID(), page, content };
		this.#do([{ before: null, after: mark }]);
		return mark;
	}

	change(mark: Mark, content: Content): void {
		this.#do([{ before: mark, after: { ...mark, content } }]);
	}

	/** Marks of another version, each on its page here and with an id here, in one step. */
	carryIn(marks: readonly Mark[]): void {
		if (marks.length > 0) this.#do(marks.map((after) => ({ before: null, after })));
	}

	/** Whether there is, or was once, such a mark: one that was taken away, too. */
	knows(id: string): boolean {
		return this.#changedAt.has(id);
	}

	remove(marks: readonly Mark[]): void {
		if (marks.length > 0) this.#do(marks.map((before) => ({ before, after: null })));
	}

	undo(): void {
		const last = this.#done.at(-1);
		if (!last) return;
		this.#done = this.#done.slice(0, -1);
		this.#undone = [...this.#undone, last];
		this.#apply(last.map(({ before, after }) => ({ before: after, after: before })));
	}

	redo(): void {
		const last = this.#undone.at(-1);
		if (!last) return;
		this.#undone = this.#undone.slice(0, -1);
		this.#done = [...this.#done, last];
		this.#apply(last);
	}

	/** Sends what is unsent, and takes up what has changed elsewhere. */
	async sync(): Promise<void> {
		clearTimeout(this.#timer);
		if (this.#sending) {
			this.#again = true;
			return;
		}
		this.#sending = true;
		const { personId, versionId, ask } = this.#place;
		do {
			this.#again = false;
			await Promise.all(this.#sealing);
			const sent = await sendUnsent(personId, versionId, this.#revision, ask);
			this.unsent = countUnsent(personId, versionId);
			if (sent.outcome === 'done') {
				this.#vain = 0;
				await this.#take(sent.changed.marks);
				this.#revision = sent.changed.revision;
				this.heard = true;
			} else if (sent.outcome === 'later') this.#later(Math.min(againAfter * 2 ** this.#vain++, againAtLatest));
			else this.refused = true;
		} while (this.#again);
		this.#sending = false;
	}

	/** What was drawn a moment ago is sent at once; where that fails it stays kept. */
	close(): void {
		if (this.#closed.signal.aborted) return;
		this.#closed.abort();
		clearTimeout(this.#timer);
		if (this.unsent > 0 || this.#sealing.size > 0) void this.sync();
	}

	#do(step: readonly Change[]): void {
		this.#done = [...this.#done, step];
		this.#undone = [];
		this.#apply(step);
	}

	#apply(step: readonly Change[]): void {
		for (const { before, after } of step) {
			const { id, page } = after ?? before ?? { id: '', page: 0 };
			// Later than what is known of it, whatever the clocks say.
			const changedAt = Math.max(Date.now(), (this.#changedAt.get(id) ?? 0) + 1);
			this.#changedAt.set(id, changedAt);
			this.#show(id, after ?? undefined);
			const sealing = this.#keep({ id, page, changedAt }, after);
			this.#sealing.add(sealing);
			void sealing.finally(() => this.#sealing.delete(sealing));
		}
	}

	async #keep(of: Omit<SealedMark, 'sealed'>, mark: Mark | null): Promise<void> {
		const { personId, versionId, own } = this.#place;
		const sealed = mark && toBase64(await seal(own.key, writeMark(mark, of.changedAt), this.#about(of)));
		// Changed again while it was sealed.
		if (this.#changedAt.get(of.id) !== of.changedAt) return;
		keepUnsent(personId, versionId, { keyId: own.keyId, mark: { ...of, sealed } });
		this.unsent = countUnsent(personId, versionId);
		this.#later(sendAfter);
	}

	#later(delay: number): void {
		clearTimeout(this.#timer);
		if (!this.#closed.signal.aborted) this.#timer = setTimeout(() => void this.sync(), delay);
	}

	async #take(sealed: readonly SealedMark[]): Promise<void> {
		const opened = await Promise.all(
			sealed.map(async (mark) => {
				const bytes = mark.sealed && (await unsealText(this.#place.own.key, mark.sealed, this.#about(mark)));
				return { ...mark, read: bytes ? readMark(bytes, mark.changedAt) : undefined };
			}),
		);
		const changed = opened.filter(({ id, changedAt }) => changedAt >= (this.#changedAt.get(id) ?? 0));
		if (changed.length === 0) return;
		for (const { id, changedAt, sealed: bytes, read } of changed) {
			this.#changedAt.set(id, changedAt);
			if (bytes !== null && !read) this.#shut.add(id);
			else this.#shut.delete(id);
		}
		this.unopened = this.#shut.size;
		// eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing shows it
		const gone = new Set(changed.map(({ id }) => id));
		const marks = changed.flatMap(({ id, page, read }) => (read ? [{ id, page, ...read }] : []));
		this.all = [...this.all.filter(({ id }) => !gone.has(id)), ...marks];
	}

	#show(id: string, mark: Mark | undefined): void {
		const others = this.all.filter((each) => each.id !== id);
		this.all = mark ? [...others, mark] : others;
	}

	/** What a mark is sealed for: it opens nowhere else. */
	#about({ id, page }: Pick<SealedMark, 'id' | 'page'>): readonly (string | number)[] {
		return [this.#place.personId, this.#place.versionId, id, page];
	}
}
