import type { OfflineMeeting } from '#contract/offline.ts';
import type { OpenPapers } from '#lib/papers/open-papers.ts';
import { getParticipant, type Participant, type Plan } from '#meeting/plan.ts';
import { meetingBefore, type MeetingState } from '#meeting/state.ts';
import { KeptPlace } from '../kept-place.svelte.ts';
import type { Ask, ReaderRoom } from '../reader-room.ts';
import { Reading } from './reading.svelte.ts';
import { Showing } from './showing.svelte.ts';

/** Where its papers come from: this device, or the server. */
interface ReadFrom {
	/** by which its place in them is kept in this tab */
	readonly name: string;
	readonly papers: OpenPapers;
	readonly ask: Ask;
}

/** A meeting's papers outside it: a room in which one reads, and nothing else happens. */
export class ReadingRoom implements ReaderRoom {
	readonly live: ReaderRoom['live'];
	readonly me: string;
	readonly meetingId: string;
	readonly place: KeptPlace;
	readonly reading: Reading;
	readonly showing: Showing;
	readonly papers: OpenPapers;
	readonly ask: Ask;

	constructor(about: OfflineMeeting, { name, papers, ask }: ReadFrom) {
		const state: MeetingState = { ...meetingBefore, plan: planOf(about) };
		this.me = about.reader.id;
		this.meetingId = about.meetingId;
		this.live = {
			state,
			connection: nobody,
			now: () => Date.now(),
			participant: (id) => (id === null ? undefined : getParticipant(state, id)),
		};
		this.place = new KeptPlace(this.me, `${name}:${about.meetingId}`, {});
		this.showing = new Showing(this.live);
		this.papers = papers;
		this.ask = ask;
		this.reading = new Reading(this, this.me);
	}

	/** Nothing was added to the meeting's papers, taken out of them, or changed in what may be done with them, since it was opened. */
	shows({ papers }: OfflineMeeting): boolean {
		const stand = (all: Plan['papers']) =>
			all.map(({ versionId, access }) => `${versionId} ${access?.everyone}`).join();
		return stand(this.live.state.plan?.papers ?? []) === stand(papers);
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
