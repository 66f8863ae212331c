import { allPresences } from '#meeting/presences.ts';
import type { IceServer, Welcome } from '#contract/messages.ts';
import { unpackState } from '#contract/pack-state.ts';
import type { Answer, AnswerCode, RequestInput } from '#contract/requests.ts';
import { unpack } from '#lib/packed/unpack.ts';
import type { CommandName } from '#meeting/commands.ts';
import { waitsOutside } from '#meeting/closed-session.ts';
import { getParticipant, type Participant, type Role } from '#meeting/plan.ts';
import type { Recorded } from '#meeting/record.ts';
import { may, type Right } from '#meeting/rights.ts';
import type { OwnBallots } from '#meeting/vote/own-ballots.ts';
import { stageOf, type Speakers, type Stage } from '#meeting/stage/stage-of.ts';
import { meetingBefore, replay, type MeetingState } from '#meeting/state.ts';
import { Connection } from './connection.ts';
import { ObservedState } from './observed-state.svelte.ts';
import { ServerClock } from './server-clock.ts';
import { steady } from './steady.ts';

/** How often the server is asked for its time, in ms: this device's clock drifts, and may have slept. */
const clockEvery = 30_000;

/** `refused` is final: the page says why and what to do. */
type Link = 'connecting' | 'connected' | 'reconnecting' | 'refused';

interface Beginning {
	/** which build of the pages this one is of (`version` of $app/env) */
	readonly pages?: string;
	/** only to try the way to the media ports, without being present in the meeting */
	readonly checking?: boolean;
	/** who has opened it, as a participant */
	readonly personId?: string;
}

/** Whether this device takes part. */
interface Attending {
	/** The server let it in (again). */
	in(): void;
	/** It takes part no more, for good: refused, sent away, or the meeting has ended. May be told more than once. */
	out(): void;
}

/**
 * A meeting as one device sees it: the server's journal folded by the same code as there, and the way to give commands.
 * Handed down by context; lives as long as the meeting's page.
 */
export class LiveMeeting {
	readonly #observed = new ObservedState();
	/** part by part: one object for as long as the page stands */
	readonly state: MeetingState = this.#observed;
	/** who stands on a stage that the voice directs */
	speakers = $state.raw<Speakers>([]);
	/** how this person has voted where that is told to nobody else yet */
	ownBallots = $state.raw<OwnBallots>({});
	link = $state<Link>('connecting');
	/** performance.now() of when the server was last there; null: it is. A link that stands may be silent before it goes. */
	awaySince = $state<number | null>(null);
	/** what the area sees and hears that goes on meeting by itself while the server is away; null: none does */
	island = $state.raw<Stage | null>(null);
	/** why the link was refused or taken away; texts are looked up from it */
	refusal = $state<string | null>(null);
	/** names of commands that wait for their answer */
	pending = $state<readonly CommandName[]>([]);
	participantId = $state('');
	/** another value means that the server has been started anew, and knows nothing of this device's media */
	serverId = $state('');
	/** TURN servers as the server gave them last; nothing shows them */
	iceServers: readonly IceServer[] = [];

	readonly connection: Connection;
	/** what `state` shows, as one value */
	#folded = meetingBefore;
	/** Whoever asks for the floor behind others leaves it as it is: nothing that follows from it is looked at then. */
	readonly #steadyStage = steady<Stage>();
	readonly #clock = new ServerClock();
	readonly #clockTimer: ReturnType<typeof setInterval>;
	/** by the server on this very connection; what comes before builds on a state that this device has not */
	#welcomed = false;
	/** counts the links that were lost */
	#links = 0;
	/** what this device knows does not fit what the server told: it asks for everything */
	#fromScratch = false;
	#attending: Attending | undefined;
	#awaited: { readonly seq: number; readonly resolve: () => void }[] = [];
	readonly deviceId: string;
	/** whose page it is; empty: of whoever is welcomed first */
	readonly #personId: string;

	readonly me: Participant | undefined = $derived.by(() => getParticipant(this.state, this.participantId));
	/** a closed item is dealt with, and this participant does not attend it */
	readonly outside: boolean = $derived.by(() => waitsOutside(this.state, this.participantId));
	/** what every site sees and hears at this moment */
	readonly stage: Stage = $derived.by(() => this.#steadyStage(this.island ?? stageOf(this.state, this.speakers)));

	constructor(meetingId: string, deviceId: string, { pages, checking = false, personId = '' }: Beginning = {}) {
		this.deviceId = deviceId;
		this.#personId = personId;
		this.connection = new Connection(() => {
			const lastSeq = this.#fromScratch ? 0 : this.#folded.seq;
			return { meetingId, deviceId, lastSeq, checking, pages };
		});
		this.connection.watch({
			up: () => {},
			down: () => {
				this.#welcomed = false;
				this.#links += 1;
				this.#stopAwaiting();
				this.awaySince ??= performance.now();
				if (this.link !== 'refused') this.link = this.#folded.seq > 0 ? 'reconnecting' : 'connecting';
			},
			silent: (since) => (this.awaySince = since),
			refused: (code) => this.#refuse(code),
		});
		this.connection.handle({
			welcome: (welcome) => this.#welcome(welcome),
			records: (records) => this.#hear(records),
			speakers: (speakers) => (this.speakers = speakers),
			'own-ballots': (own) => (this.ownBallots = own),
			'ice-servers': (iceServers) => (this.iceServers = iceServers),
			goodbye: ({ code }) => this.#refuse(code),
		});
		this.#clockTimer = setInterval(() => void this.#readClock(), clockEvery);
	}

	/** As a person is told of it: whatever stands, a server that is silent is away. */
	get shownLink(): Link {
		return this.link === 'connected' && this.awaySince !== null ? 'reconnecting' : this.link;
	}

	/** Call it before the link can stand. */
	attend(attending: Attending): void {
		this.#attending = attending;
	}

	/**
	 * Gives a command; the answer comes once it is on the server's disk and `state` shows it, or with a code that says
	 * why not.
	 */
	async give<N extends CommandName>(name: N, input: RequestInput<N>): Promise<Answer<N>> {
		this.pending = [...this.pending, name];
		const answer = await this.connection.request(name, input);
		if (answer.ok) await this.#reach((answer.output as { readonly seq: number }).seq);
		this.pending = this.pending.toSpliced(this.pending.indexOf(name), 1);
		return answer;
	}

	may(right: Right): boolean {
		return may(this.state, this.participantId, right);
	}

	has(...roles: readonly Role[]): boolean {
		return this.me?.roles.some((role) => roles.includes(role)) ?? false;
	}

	participant(id: string | null): Participant | undefined {
		return id === null ? undefined : getParticipant(this.state, id);
	}

	/** The participant whose device this is; media endpoints are named after devices. */
	participantOfDevice(deviceId: string): Participant | undefined {
		const came = allPresences(this.state.attendance.came);
		return this.participant(came.find(([, presence]) => presence.devices.includes(deviceId))?.[0] ?? null);
	}

	/** ms since the epoch by the server's clock */
	now(): number {
		return this.#clock.now();
	}

	close(): void {
		clearInterval(this.#clockTimer);
		this.#stopAwaiting();
		this.connection.close();
	}

	async #welcome(welcome: Welcome): Promise<void> {
		const link = this.#links;
		const [packedState, packedRecords] = await Promise.all([
			welcome.snapshot && unpack(welcome.snapshot),
			unpack(welcome.records),
		]);
		// The link went meanwhile, and the next one brings a welcome of its own.
		if (link !== this.#links) return;
		const mine = this.participantId || this.#personId;
		// Somebody else has signed in here while the link was down: what this page still has to send is not theirs.
		if (mine !== '' && mine !== welcome.participantId) return this.#refuse('device-taken-over');
		this.#clock.hear(welcome.now);
		this.participantId = welcome.participantId;
		this.iceServers = welcome.iceServers;
		this.speakers = welcome.speakers;
		this.ownBallots = welcome.ownBallots;
		if (packedState) this.#show(unpackState(packedState));
		// With everything from the server nothing can be missing: asking again and again would not end.
		const complete = this.#fold(JSON.parse(packedRecords) as Recorded[]) || this.#fromScratch;
		this.#fromScratch = !complete;
		if (!complete) {
			this.connection.startOver();
			return;
		}
		this.serverId = welcome.serverId;
		this.link = 'connected';
		this.awaySince = null;
		// A revised plan brings another welcome over the same link: what was asked over it is being answered.
		if (!this.#welcomed) this.connection.sendAgain();
		this.#welcomed = true;
		if (this.#folded.lifecycle.phase !== 'ended') this.#attending?.in();
		void this.#readClock();
	}

	async #readClock(): Promise<void> {
		if (this.link !== 'connected') return;
		const answered = this.#clock.ask();
		const answer = await this.connection.request('clock/read', {});
		if (answer.ok) answered(answer.output.now);
	}

	#hear(records: readonly Recorded[]): void {
		// The next welcome tells what is missing.
		if (this.#welcomed && !this.#fold(records)) this.connection.startOver();
	}

	/** False, and nothing is taken over, if an event is missing before or between these. */
	#fold(records: readonly Recorded[]): boolean {
		const fresh = records.filter((recorded) => recorded.seq > this.#folded.seq);
		if (fresh.some(({ seq }, index) => seq !== this.#folded.seq + 1 + index)) return false;
		this.#show(replay(fresh, this.#folded));
		const reached = this.#awaited.filter(({ seq }) => seq <= this.#folded.seq);
		this.#awaited = this.#awaited.filter(({ seq }) => seq > this.#folded.seq);
		for (const { resolve } of reached) resolve();
		if (this.#folded.lifecycle.phase === 'ended') this.#attending?.out();
		return true;
	}

	#show(state: MeetingState): void {
		this.#folded = state;
		this.#observed.follow(state);
	}

	/** The answer may overtake the broadcast, which is batched; a link that drops between them ends the waiting. */
	#reach(seq: number): Promise<void> {
		if (seq <= this.#folded.seq || this.link !== 'connected') return Promise.resolve();
		return new Promise((resolve) => this.#awaited.push({ seq, resolve }));
	}

	#stopAwaiting(): void {
		for (const { resolve } of this.#awaited) resolve();
		this.#awaited = [];
	}

	#refuse(code: AnswerCode | string): void {
		this.refusal = code;
		this.link = 'refused';
		this.connection.close();
		this.#attending?.out();
	}
}
