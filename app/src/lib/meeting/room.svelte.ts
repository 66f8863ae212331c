import type { RequestInput } from '#contract/requests.ts';
import { refusalText } from '#lib/i18n/refusal-text.ts';
import type { LiveMeeting } from '#lib/live/live-meeting.svelte.ts';
import { askServerOrStore } from '#lib/offline/ask-store.ts';
import { PapersAtHand } from '#lib/papers/papers-at-hand.svelte.ts';
import type { Toasts } from '#lib/ui/toasts.svelte.ts';
import type { CommandName } from '#meeting/commands.ts';
import { getRequest, spokenMs } from '#meeting/floor.ts';
import type { Right } from '#meeting/rights.ts';
import { createContext } from 'svelte';
import { act } from './act.ts';
import { Clock } from './clock.svelte.ts';
import { Reaching } from './floor/reaching.ts';
import { KeptPlace } from './kept-place.svelte.ts';
import { LinkGrades } from './people/link-grades.svelte.ts';
import { NoteDrafts, type Draft, type Send } from './notes/note-drafts.svelte.ts';
import { Reading } from './papers/reading.svelte.ts';
import { Showing } from './papers/showing.svelte.ts';
import type { Ask } from './reader-room.ts';
import { RoomMedia } from './room-media.svelte.ts';
import { RoomView } from './room-view.svelte.ts';
import { OwnStills } from './wall/own-stills.svelte.ts';
import { WallDesk } from './wall/wall-desk.svelte.ts';

/** in seconds, as `set-floor-limit` takes it */
const longestSpeech = 4 * 3600;

interface RoomParts {
	readonly live: LiveMeeting;
	readonly meetingId: string;
	/** whose browser it is: what is kept in it belongs to them */
	readonly personId: string;
	readonly toasts: Toasts;
	/** the account is a room's, not a person's */
	readonly isTerminal: boolean;
}

/** What the parts of a meeting's page share: the meeting, its media, this person's place in it, and how to act. */
export class Room {
	readonly live: LiveMeeting;
	readonly media: RoomMedia;
	readonly place: KeptPlace;
	readonly reading: Reading;
	readonly showing: Showing;
	readonly papers = new PapersAtHand(async () => (await import('./papers/open-here.ts')).openHere());
	readonly drafts: NoteDrafts;
	readonly clock: Clock;
	readonly view = new RoomView();
	readonly wall: WallDesk;
	readonly stills: OwnStills;
	readonly links: LinkGrades;
	readonly reaching: Reaching;
	readonly meetingId: string;
	readonly ask: Ask;
	/** minutes that the floor is given for; null: no limit */
	speakingMinutes = $state<number | null>(3);
	/** What the chair is asked before it is done. Not of the buttons that ask: at another width others take their place. */
	asked = $state<'pause' | 'end' | null>(null);
	readonly #toasts: Toasts;

	constructor({ live, meetingId, personId, toasts, isTerminal }: RoomParts) {
		this.live = live;
		this.meetingId = meetingId;
		this.ask = askServerOrStore(meetingId);
		this.#toasts = toasts;
		this.clock = new Clock(() => live.now());
		this.place = new KeptPlace(personId, meetingId, {});
		this.links = new LinkGrades(live.connection);
		this.reaching = new Reaching(live.connection, () => this.may('grant-floor'));
		this.media = new RoomMedia(live, toasts, isTerminal);
		this.reading = new Reading(this, personId);
		this.showing = new Showing(live);
		this.wall = new WallDesk(live, this);
		this.stills = new OwnStills(live, () => (this.media.cameraOn ? this.media.cameraStream : undefined));
		// Camera and microphone are open for a meeting that this device takes part in, and not a moment longer.
		live.attend({ in: () => this.media.enter(), out: () => this.media.close() });
		this.drafts = new NoteDrafts(personId, meetingId, (draft) => this.#writeNote(draft));
	}

	/** Gives a command; says why when it is refused. True once it is on the server's disk. */
	async act<N extends CommandName>(name: N, input: RequestInput<N>): Promise<boolean> {
		return act(this.live, this.#toasts, name, input);
	}

	/** Answers the request that stands in the queue as this device shows it; who has not asked is given the floor too. */
	grantFloor(participantId: string, limitSeconds: number | null): Promise<boolean> {
		const answers = getRequest(this.live.state.floor, participantId)?.seq;
		return this.act('grant-floor', { participantId, limitSeconds, answers });
	}

	/** What `speakingMinutes` says, in seconds. */
	get speakingSeconds(): number | null {
		return this.speakingMinutes === null ? null : this.speakingMinutes * 60;
	}

	/** From now on, or from the limit if it is not reached: so that a minute given is a minute to speak. */
	extendSpeech(minutes: number): void {
		const { floor, lifecycle } = this.live.state;
		const { holder } = floor;
		if (!holder) return;
		const spent = Math.ceil(spokenMs(holder, lifecycle, this.live.now()) / 1000);
		const from = Math.max(spent, holder.limitSeconds ?? 0);
		void this.act('set-floor-limit', { limitSeconds: Math.min(from + minutes * 60, longestSpeech) });
	}

	isWorking(...names: readonly CommandName[]): boolean {
		return this.live.pending.some((name) => names.includes(name));
	}

	get me(): string {
		return this.live.participantId;
	}

	/** Whether this person may do or see something: what is offered, and what the server would refuse. */
	may(right: Right): boolean {
		return this.live.may(right);
	}

	nameOf(participantId: string | null): string {
		return this.live.participant(participantId)?.name ?? '';
	}

	close(): void {
		this.clock.close();
		this.papers.close();
		this.reaching.close();
		this.showing.close();
		this.wall.close();
		this.stills.close();
		this.media.close();
		// What was written last still goes out.
		void this.drafts.close().finally(() => this.live.close());
	}

	/** What will pass is not reported: the note shows that it is not yet saved, and is sent again by itself. */
	async #writeNote({ noteId, kind, itemId, speakerId, text }: Draft): ReturnType<Send> {
		const answer = await this.live.give('write-note', { noteId, kind, itemId, speakerId, text: text.trim() });
		if (answer.ok) return 'saved';
		if (answer.code === 'unavailable' || answer.code === 'too-many-requests') return 'later';
		this.#toasts.show('danger', refusalText(answer.code));
		return 'refused';
	}
}

export const [useRoom, setRoom] = createContext<Room>();
