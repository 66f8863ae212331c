import { OpenPapers } from '#lib/papers/open-papers.ts';
import { ReadingRoom } from '#lib/meeting/papers/reading-room.ts';
import { version } from '$app/env';
import { askServerOrStore } from './ask-store.ts';
import { contact } from './contact.ts';
import { fromStore } from './from-store.ts';
import { OfflineStore, type HeldMeeting } from './offline-store.ts';
import { keptVersions, noVersions, type KeptVersions } from './kept-versions.ts';

/** How often the time is kept, and the server looked for, in ms. */
const every = 30_000;

/** What is kept on this device, and which meeting of it is read. */
export class OfflineShelf {
	/** undefined: not looked yet; null: this browser keeps nothing */
	meetings = $state.raw<readonly HeldMeeting[] | null>();
	/** of papers, what is here */
	atHand = $state.raw<KeptVersions>(noVersions);
	room = $state.raw<ReadingRoom>();
	/** the server answers */
	online = $state(false);
	/** the pages that the server has are newer than these */
	outdated = $state(false);
	#store: OfflineStore | undefined;
	readonly #closed = new AbortController();

	constructor() {
		void this.#begin();
		const timer = setInterval(() => void this.meet(), every);
		const { signal } = this.#closed;
		signal.addEventListener('abort', () => clearInterval(timer));
		addEventListener('online', () => void this.meet(), { signal });
		addEventListener('offline', () => (this.online = false), { signal });
		// Signed out in another tab.
		addEventListener('storage', () => void this.meet(), { signal });
	}

	/** Looks for the server: what it takes back goes, and what is left may be read on. */
	async meet(): Promise<void> {
		const store = this.#store;
		if (!store) return;
		await store.noteTime();
		const served = await fetch('/_app/version.json', { cache: 'no-store' })
			.then((answer) => (answer.ok ? (answer.json() as Promise<{ version?: string }>) : undefined))
			.catch(() => undefined);
		this.online = served !== undefined;
		// These pages may not know what a newer server says.
		this.outdated = served !== undefined && served.version !== version;
		if (this.online && !this.outdated) await contact(store);
		await this.#look(store);
	}

	open(meetingId: string | undefined): void {
		if (meetingId === this.room?.meetingId) return;
		this.room?.close();
		this.room = undefined;
		const about = this.meetings?.find((each) => each.meetingId === meetingId)?.about;
		const store = this.#store;
		if (!about || !store) return;
		this.room = new ReadingRoom(about, {
			name: 'ngoai-tuyen',
			papers: new OpenPapers((versionId) => fromStore(store, versionId)),
			ask: askServerOrStore(about.meetingId, store),
		});
	}

	close(): void {
		this.#closed.abort();
		this.room?.close();
		this.#store?.close();
	}

	async #begin(): Promise<void> {
		try {
			this.#store = await OfflineStore.open();
			await this.#look(this.#store);
		} catch {
			this.meetings = null;
			return;
		}
		await this.meet();
	}

	async #look(store: OfflineStore): Promise<void> {
		const meetings = await store.meetings();
		const atHand = await keptVersions(store, meetings);
		this.atHand = atHand;
		this.meetings = meetings;
		// What is being read was taken back, or its time is over.
		const { room } = this;
		const read = meetings.find(({ meetingId }) => meetingId === room?.meetingId);
		if (room && !read?.about) this.open(undefined);
		else if (room && read?.about && !room.shows(read.about)) {
			this.open(undefined);
			this.open(read.meetingId);
		} else if (room?.reading.versionId && !atHand.has(room.reading.versionId)) {
			room.letGo(room.reading.versionId);
		}
	}
}
