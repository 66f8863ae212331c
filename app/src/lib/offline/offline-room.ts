import type { OfflineMeeting } from '#contract/offline.ts';
import { KeptPlace } from '#lib/meeting/kept-place.svelte.ts';
import { Showing } from '#lib/meeting/papers/showing.svelte.ts';
import { Reading } from '#lib/meeting/papers/reading.svelte.ts';
import type { Ask, ReaderRoom } from '#lib/meeting/reader-room.ts';
import { OpenPapers } from '#lib/papers/open-papers.ts';
import { getParticipant, type Participant, type Plan } from '#meeting/plan.ts';
import { meetingBefore, type MeetingState } from '#meeting/state.ts';
import { askServerOrStore } from './ask-store.ts';
import { fromStore } from './from-store.ts';
import type { OfflineStore } from './offline-store.ts';

/** A meeting's papers as they are kept on this device: a room in which one reads, and nothing else happens. */
export class OfflineRoom implements ReaderRoom {
	readonly live: ReaderRoom['live'];
	readonly me: string;
	readonly meetingId: string;
	readonly place: KeptPlace;
	readonly reading: Reading;
	readonly showing: Showing;
	readonly papers: OpenPapers;
	readonly ask: Ask;

	constructor(store: OfflineStore, about: OfflineMeeting) {
		const state: MeetingState = { ...meetingBefore, plan: planOf(about) };
		this.me = about.reader.id;
		this.meetingId = about.meetingId;
		this.live = {
			state,
			connection: nobody,
			now: () => Date.now(),
			participant: (id) => (id === null ? undefined : getParticipant(state, id)),
		};
		this.place = new KeptPlace(this.me, `ngoai-tuyen:${about.meetingId}`, {});
		this.showing = new Showing(this.live);
		this.papers = new OpenPapers((versionId) => fromStore(store, versionId));
		this.ask = askServerOrStore(about.meetingId, store);
		this.reading = new Reading(this, this.me);
	}

	may(): boolean {
		return false;
	}

	async act(): Promise<boolean> {
		return false;
	}

	isWorking(): boolean {
		return false;
	}

	nameOf(participantId: string | null): string {
		return this.live.participant(participantId)?.name ?? '';
	}

	/** It was taken back while it was read. */
	letGo(versionId: string): void {
		this.papers.drop(new Set([versionId]));
		this.reading.leave();
	}

	close(): void {
		this.showing.close();
		this.papers.close();
	}
}

/** Nothing is heard, and nothing answered. */
const nobody: ReaderRoom['live']['connection'] = {
	on: () => () => {},
	request: async () => ({ ok: false, code: 'unavailable' }),
};

/** The reader alone, with what they may read: the server has decided which that is, and as what. */
function planOf({ meetingId, title, startsAt, reader, agenda, papers }: OfflineMeeting): Plan {
	const own: Participant = { position: '', unitCode: '', siteId: null, ...reader, roles: ['delegate'] };
	const open = agenda.map((item) => ({ ...item, access: 'open' as const }));
	return { meetingId, title, startsAt, participants: [own], agenda: open, papers, body: null };
}
