import { levelOf } from '#meeting/paper-rights.ts';
import { ReaderSettings } from '#lib/papers/reader-settings.svelte.ts';
import type { Paper } from '#meeting/plan.ts';
import type { Presenting } from '#meeting/presenting.ts';
import type { PlaceBeside } from '../kept-place.svelte.ts';
import type { ReaderRoom } from '../reader-room.ts';
import { LastPages } from './last-pages.ts';

/** What this person reads: the presenter's page, or a paper and page of their own. */
export class Reading {
	readonly #room: Omit<ReaderRoom, 'reading'>;
	readonly #last: LastPages;
	readonly settings: ReaderSettings;
	/** where the presenter has turned to, until the journal says so; null: it does */
	#turning = $state<number | null>(null);
	#sending = false;
	/** what this person searches the papers for; empty: nothing */
	words = $state('');
	/** papers that were let be read and are not any more: recalled, withdrawn, past their day */
	shut = $state.raw<readonly string[]>([]);
	/** versions that were read until a newer one was opened, by paper */
	#former = $state.raw<Readonly<Record<string, string>>>({});
	/** beside the page stands where to go to in the paper */
	panel = $state(false);
	panelTab = $state<'thumbnails' | 'outline' | 'find'>('thumbnails');

	/** @param personId empty while nobody is signed in: nothing is kept */
	constructor(room: Omit<ReaderRoom, 'reading'>, personId: string) {
		this.#room = room;
		this.settings = new ReaderSettings(personId);
		this.#last = new LastPages(personId, room.meetingId);
		this.#goOn();
	}

	/** The same paper may have been read elsewhere since, as without a network: where that was is where one goes on. */
	#goOn(): void {
		const { versionId, page, beside } = this.#room.place.current;
		const last = versionId ? this.#last.of(versionId, page) : page;
		if (last !== page) this.#room.place.move({ page: last });
		const other = beside && this.#last.of(beside.versionId, beside.page);
		if (other && other !== beside.page) this.#room.place.move({ beside: { ...beside, page: other } });
	}

	/** To a page of one's own, which is remembered. */
	#goTo(to: { versionId: string | null; documentId: string | null; page: number; follow?: boolean }): void {
		this.#room.place.move(to);
		if (to.versionId !== null) this.#last.keep(to.versionId, to.page);
	}

	/** what is presented; the server tells only of papers that this person may read, and says no word when one's day ends */
	get presented(): Presenting | null {
		const { presenting } = this.#room.live.state;
		return presenting && this.shut.includes(presenting.documentId) ? null : presenting;
	}

	/** true while what is shown is what the presenter shows */
	get follows(): boolean {
		return this.presented !== null && this.#room.place.current.follow;
	}

	/** the presenter's own turns lead everybody's pages */
	get leads(): boolean {
		return this.presented?.participantId === this.#room.me && this.follows;
	}

	/** the page of what is presented; to the presenter, the one they have turned to */
	get presentedPage(): number {
		return this.#turning ?? this.presented?.page ?? 1;
	}

	get versionId(): string | null {
		return this.follows ? (this.presented?.versionId ?? null) : this.#room.place.current.versionId;
	}

	get page(): number {
		return this.follows ? this.presentedPage : this.#room.place.current.page;
	}

	/** whose version it is; null: nobody has said */
	get documentId(): string | null {
		if (this.follows) return this.presented?.documentId ?? null;
		return this.paper?.documentId ?? this.#room.place.current.documentId;
	}

	/** of the paper, also while a former version of it is read */
	get title(): string {
		const known = this.paper ?? this.visible.find(({ documentId }) => documentId === this.documentId);
		return known?.title ?? this.presented?.title ?? '';
	}

	/** the version of the paper that was read before the one which is; undefined: none */
	get former(): string | undefined {
		const version = this.#former[this.documentId ?? ''];
		return version === this.versionId ? undefined : version;
	}

	/** what is read beside it; null: nothing, or what is read by now */
	get beside(): PlaceBeside | null {
		const { beside } = this.#room.place.current;
		return beside && beside.versionId !== this.versionId && !this.shut.includes(beside.documentId) ? beside : null;
	}

	/** Opens a paper, or another version of one, beside what is read. */
	openBeside(versionId: string, documentId: string): void {
		this.#room.place.move({ beside: { versionId, documentId, page: this.#last.of(versionId), zoom: 1 } });
	}

	moveBeside(to: Partial<Pick<PlaceBeside, 'page' | 'zoom'>>): void {
		const { beside } = this.#room.place.current;
		if (!beside) return;
		this.#room.place.move({ beside: { ...beside, ...to } });
		if (to.page !== undefined) this.#last.keep(beside.versionId, to.page);
	}

	closeBeside(): void {
		this.#room.place.move({ beside: null });
	}

	get paper(): Paper | undefined {
		return this.visible.find((paper) => paper.versionId === this.versionId);
	}

	/** papers of the meeting that this person was let read, in the plan's order; what is recalled or past its day among them */
	get visible(): readonly Paper[] {
		const { plan } = this.#room.live.state;
		return plan?.papers.filter((paper) => levelOf(plan, this.#room.me, paper) !== 'none') ?? [];
	}

	/** Opening a paper of one's own leaves the presenter. @param page where something was found; without it where one was */
	open(versionId: string, page?: number): void {
		const { follow } = this.#room.place.current;
		const follows = page === undefined && this.presented?.versionId === versionId && follow;
		const at = page ?? this.#last.of(versionId);
		const documentId = this.visible.find((paper) => paper.versionId === versionId)?.documentId ?? this.documentId;
		const { versionId: before } = this;
		if (documentId !== null && documentId === this.documentId && before !== null && before !== versionId)
			this.#former = { ...this.#former, [documentId]: before };
		this.#goTo({ versionId, documentId, page: at, follow: follows || this.presented === null });
	}

	/** Back to the list of papers. */
	leave(): void {
		this.#room.place.move({ versionId: null, follow: this.presented === null });
	}

	turn(page: number, pages: number): void {
		const to = Math.min(Math.max(1, page), Math.max(1, pages));
		if (to === this.page) return;
		if (this.leads) void this.#lead(to);
		else {
			const { versionId, documentId } = this;
			this.#goTo({ versionId, documentId, page: to, follow: this.presented === null });
		}
	}

	/** The page turns at once; what is sent is always the last one wanted, one after the other. */
	async #lead(page: number): Promise<void> {
		this.#turning = page;
		if (this.#sending) return;
		this.#sending = true;
		try {
			while (this.leads && this.presented && this.presented.page !== this.#turning) {
				const { versionId } = this.presented;
				if (!(await this.#room.act('turn-page', { versionId, page: this.#turning ?? page }))) break;
			}
		} finally {
			this.#sending = false;
			this.#turning = null;
		}
	}

	/** Takes up the presenter's page, or stays at it on one's own. */
	setFollow(follow: boolean): void {
		if (follow) this.#room.place.move({ follow });
		else this.#goTo({ follow, versionId: this.versionId, documentId: this.documentId, page: this.page });
	}

	async present(): Promise<void> {
		const { versionId, page } = this;
		if (versionId === null) return;
		// Of a chair's own presentation it is asked for: one reads on until it is handed over.
		if (await this.#room.act('present-document', { versionId, page }))
			if (this.presented?.participantId === this.#room.me) this.#room.place.move({ follow: true });
	}

	async stopPresenting(): Promise<void> {
		this.#goTo({ versionId: this.versionId, documentId: this.documentId, page: this.page });
		await this.#room.act('end-presenting', {});
	}
}
