import type { RoomMeeting, RoomMeetings } from '#db/meetings/room-meetings.ts';
import type { GuardedStorage } from '#lib/kept/storage.ts';
import { ServerClock } from '#lib/live/server-clock.ts';
import { createContext } from 'svelte';
import { Watchdog } from './watchdog.ts';

/** ms */
const lookEvery = 5_000;
/** 320 rooms ask; each on its own beat. ms */
const askEvery = 20_000;
const askSoon = 3_000;
const answerWithin = 10_000;
/** The thanks at the end stand so long when the next hall is open, else until it opens, but not for ever. ms */
const thanksBeforeNext = 20_000;
const thanksAtMost = 900_000;
/** A link that was turned down although the room belongs there is tried again after this; each time later. ms */
const firstAgain = 5_000;
const longestAgain = 60_000;

/** What `/room/next` answers. `now`: the server's clock, ms since the epoch. */
export interface RoomAnswer extends RoomMeetings {
	readonly now: number;
}

interface TerminalPorts {
	/** `/room/next`; undefined while the server is silent. Never rejects. */
	readonly ask: (signal: AbortSignal) => Promise<RoomAnswer | undefined>;
	/** ms since whenever; never set back or forward: a machine often corrects its time of day after power-on */
	readonly now: () => number;
	readonly storage: Pick<GuardedStorage, 'get' | 'set'>;
	readonly reload: () => void;
	/** pages of a later version than these have been put in place */
	readonly outdated: () => boolean;
}

/** The meeting that the screen is in. Another object means that it is entered anew. */
interface Shown {
	readonly meeting: RoomMeeting;
}

/**
 * A room's terminal runs by itself from power-on: it asks the server which meeting is the room's, goes there, stays with
 * the thanks at its end, goes on to the next one, and begins anew whatever stands still.
 */
export class Terminal {
	shown = $state.raw<Shown | null>(null);
	/** the one after it */
	next = $state.raw<RoomMeeting | null>(null);
	/** whether the server has answered the latest question */
	answers = $state(true);

	readonly #ports: TerminalPorts;
	readonly #watchdog: Watchdog;
	readonly #clock: ServerClock;
	readonly #timer: ReturnType<typeof setInterval>;
	#current: RoomMeeting | null = null;
	/** after the current one */
	#following: RoomMeeting | null = null;
	#isWell: () => boolean = () => true;
	#thanksSince: number | null = null;
	/** the server's last answer named another meeting than the one on the screen */
	#doubted = false;
	#refusals = 0;
	#again: ReturnType<typeof setTimeout> | undefined;
	#soon: ReturnType<typeof setTimeout> | undefined;
	#askedAt: number;
	#asking: AbortController | undefined;
	#closed = false;

	constructor(first: RoomAnswer, ports: TerminalPorts) {
		this.#ports = ports;
		this.#askedAt = ports.now();
		this.#watchdog = new Watchdog(ports);
		this.#clock = new ServerClock(ports.now);
		this.#clock.hear(first.now);
		this.#hear(first);
		this.#timer = setInterval(() => this.#look(), lookEvery);
	}

	/** ms since the epoch by the server's clock */
	now(): number {
		return this.#clock.now();
	}

	/** The meeting on the screen says how it is; the way back ends it. */
	watch(isWell: () => boolean): () => void {
		this.#isWell = isWell;
		return () => (this.#isWell = () => true);
	}

	/** The meeting on the screen is over. */
	ended(): void {
		if (this.#thanksSince !== null) return;
		this.#thanksSince = this.#ports.now();
		void this.#ask();
	}

	/** The link of the meeting on the screen was turned down, or taken away. */
	refused(): void {
		const pause = Math.min(firstAgain * 2 ** this.#refusals++, longestAgain);
		clearTimeout(this.#again);
		this.#again = setTimeout(async () => {
			await this.#ask();
			if (!this.#closed) this.#show(this.#current);
		}, pause);
	}

	/** Something in the page failed that nobody caught. */
	failed(): void {
		this.#watchdog.failed();
	}

	close(): void {
		this.#closed = true;
		clearInterval(this.#timer);
		clearTimeout(this.#again);
		clearTimeout(this.#soon);
		this.#asking?.abort();
	}

	#look(): void {
		const now = this.#ports.now();
		const leads = this.#leadsAway();
		if (this.#thanksSince !== null && now - this.#thanksSince >= (leads ? thanksBeforeNext : thanksAtMost))
			this.#show(leads);
		// Between two meetings nobody is disturbed by new pages.
		if (this.shown === null && this.#ports.outdated()) this.failed();
		const well = this.#isWell();
		if (well) this.#refusals = 0;
		this.#watchdog.look({ well, answers: this.answers && now - this.#askedAt < 2 * askEvery });
		// The page hears of an end sooner than the dossier, of which the server's answers are made.
		const knowsTheEnd = this.#thanksSince === null || leads !== null || this.#current === null;
		if (now - this.#askedAt >= (well && this.answers && knowsTheEnd ? askEvery : lookEvery)) void this.#ask();
	}

	async #ask(): Promise<void> {
		if (this.#asking) return;
		this.#asking = new AbortController();
		this.#askedAt = this.#ports.now();
		const signal = AbortSignal.any([this.#asking.signal, AbortSignal.timeout(answerWithin)]);
		const answered = this.#clock.ask();
		const answer = await this.#ports.ask(signal);
		this.#asking = undefined;
		if (this.#closed) return;
		this.answers = answer !== undefined;
		if (!answer) return;
		answered(answer.now);
		this.#hear(answer);
	}

	#hear({ current, next }: RoomMeetings): void {
		this.#current = current;
		this.#following = next;
		this.#tellNext();
		if (this.#thanksSince !== null) return;
		if (current?.id === this.shown?.meeting.id) this.#doubted = false;
		else if (this.shown === null || this.#doubted) this.#show(current);
		else {
			// The end of a meeting may be known here before its page has heard of it, and said its thanks.
			this.#doubted = true;
			this.#soon = setTimeout(() => void this.#ask(), askSoon);
		}
	}

	#show(meeting: RoomMeeting | null): void {
		this.#thanksSince = null;
		this.#doubted = false;
		this.shown = meeting && { meeting };
		this.#tellNext();
	}

	/** While the thanks stand, the hall of the next meeting may be open already. */
	#tellNext(): void {
		this.next = this.#leadsAway() ?? this.#following;
	}

	/** Where the room belongs now, if that is another meeting than the one on the screen. */
	#leadsAway(): RoomMeeting | null {
		return this.shown === null || this.#current?.id === this.shown.meeting.id ? null : this.#current;
	}
}

export const [useTerminal, setTerminal] = createContext<Terminal>();
