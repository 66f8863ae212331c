import type { MessageName, Messages } from '#contract/messages.ts';
import type { Still, wallRequests, WallRequestName } from '#contract/wall.ts';
import { getParticipant } from '#meeting/plan.ts';
import { isRefusal, refuse, type Refusal } from '#meeting/refusal.ts';
import { may } from '#meeting/rights.ts';
import type * as v from 'valibot';
import type { MediaDirector } from '../media/media-director.ts';
import type { RunningMeeting } from '../running-meeting.ts';
import { EntryStates } from './entry-states.ts';
import { LatestStills } from './latest-stills.ts';
import { Viewer } from './viewer.ts';
import type { GradeOf } from './wall-states.ts';
import { WantedStills, type Shown } from './wanted-stills.ts';

/** How often what has changed is told, in ms: gathered, not one message for each still. */
const tick = 1_000;

/** A device that asks. */
interface Asker {
	readonly id: string;
	readonly participantId: string;
}

/** Somebody's device that looks: at the wall, at some entries live, or both. */
interface Looker {
	readonly participantId: string;
	viewer?: Viewer;
	/** entries */
	live: readonly string[];
	/** participants whose cameras show them, as the media director was told */
	faces: readonly string[];
}

type Input<N extends WallRequestName> = v.InferOutput<(typeof wallRequests)[N]['input']>;
type Handlers = { readonly [N in WallRequestName]: (device: Asker, input: Input<N>) => null | Refusal };

interface WallPorts {
	readonly media: Pick<MediaDirector, 'look' | 'sending'>;
	readonly tell: <N extends MessageName>(deviceId: string, name: N, message: Messages[N]) => void;
	/** Resolves when the device says that it has them; rejects without a link; over one that drops, neither. */
	readonly hand: (deviceId: string, stills: readonly Still[]) => Promise<void>;
	readonly gradeOf: GradeOf;
	/** ms since the epoch */
	readonly clock: () => number;
}

/**
 * The site wall of one meeting. While nobody looks it does nothing; while somebody does it asks the sites for stills, and
 * tells once a second what has changed. What it holds is bounded by the plan's participants and the hall's devices.
 */
export class Wall {
	readonly #meeting: RunningMeeting;
	readonly #ports: WallPorts;
	readonly #stills: LatestStills;
	readonly #wanted: WantedStills;
	readonly #lookers = new Map<string, Looker>();
	/** as told last */
	readonly #states = new EntryStates();
	#timer: NodeJS.Timeout | undefined;

	constructor(meeting: RunningMeeting, ports: WallPorts) {
		this.#meeting = meeting;
		this.#ports = ports;
		this.#stills = new LatestStills(ports.clock);
		this.#wanted = new WantedStills({
			tell: (deviceId, turns) => ports.tell(deviceId, 'wall/wanted', turns),
			hasFresh: (participantId) => this.#stills.get(participantId) !== undefined,
			clock: ports.clock,
		});
	}

	/** What a device asks; by the table of requests it may, and the input is valid. */
	request<N extends WallRequestName>(device: Asker, name: N, input: Input<N>): null | Refusal {
		return this.#handlers[name](device, input);
	}

	/** The device came in, or came back over another link. */
	came(deviceId: string): void {
		this.#wanted.came(deviceId);
	}

	/** The device left the meeting. */
	leave(deviceId: string): void {
		this.#wanted.leave(deviceId);
		this.#lookers.delete(deviceId);
		this.#rest();
	}

	/** Idempotent. */
	close(): void {
		this.#lookers.clear();
		this.#rest();
		this.#stills.clear();
	}

	readonly #handlers: Handlers = {
		'wall/open': ({ id, participantId }, { since }) => {
			if (this.#isOver) return refuse('meeting-ended');
			const looker = this.#looker(id, participantId);
			looker.viewer = new Viewer(this.#stills, since, (stills) => this.#ports.hand(id, stills));
			this.#look();
			this.#ports.tell(id, 'wall/states', this.#states.all);
			return null;
		},
		'wall/close': ({ id }) => {
			delete this.#lookers.get(id)?.viewer;
			this.#rest();
			return null;
		},
		'wall/live': ({ id, participantId }, { participantIds }) => {
			if (this.#isOver) return refuse('meeting-ended');
			if (participantIds.some((each) => !getParticipant(this.#meeting.state, each)))
				return refuse('no-such-participant');
			this.#looker(id, participantId).live = participantIds;
			this.#look();
			this.#rest();
			return null;
		},
		'wall/still': ({ id }, { jpeg }) => {
			const taken = this.#wanted.take(id);
			if (isRefusal(taken)) return taken;
			this.#stills.put(taken.participantId, jpeg);
			for (const { viewer } of this.#lookers.values()) viewer?.note(taken.participantId);
			return null;
		},
	};

	get #isWatched(): boolean {
		return [...this.#lookers.values()].some(({ viewer }) => viewer !== undefined);
	}

	get #isOver(): boolean {
		return this.#meeting.state.lifecycle.phase === 'ended';
	}

	#looker(id: string, participantId: string): Looker {
		const looker = this.#lookers.get(id) ?? { participantId, live: [], faces: [] };
		this.#lookers.set(id, looker);
		this.#timer ??= setInterval(() => this.#turn(), tick);
		return looker;
	}

	/** Once a second while anybody looks. */
	#turn(): void {
		const { state } = this.#meeting;
		for (const [deviceId, { participantId }] of this.#lookers) {
			// A revised plan may have taken the role away.
			if (this.#isOver || !may(state, participantId, 'see-wall')) this.#dismiss(deviceId);
		}
		if (this.#rest()) return;
		this.#look();
		for (const { viewer } of this.#lookers.values()) void viewer?.show();
	}

	/** Looks at all entries, and does and tells what follows from what has changed. */
	#look(): void {
		const { media, gradeOf, tell } = this.#ports;
		const { states, otherCamera } = this.#states.look(this.#meeting.state, media.sending, gradeOf);
		// What another camera saw, or one that is off, is no picture of this entry.
		for (const participantId of otherCamera) this.#stills.drop(participantId);
		this.#askForStills();
		this.#showLive();
		if (states.length === 0) return;
		for (const [deviceId, { viewer }] of this.#lookers) if (viewer) tell(deviceId, 'wall/states', states);
	}

	#askForStills(): void {
		if (!this.#isWatched) return;
		const all = this.#states.all;
		const wanted = all.flatMap(({ participantId, cameraDeviceId }, index) =>
			cameraDeviceId === null ? [] : [[cameraDeviceId, { participantId, index }] satisfies [string, Shown]],
		);
		this.#wanted.ask(new Map(wanted), all.length);
	}

	#showLive(): void {
		for (const [deviceId, looker] of this.#lookers) {
			const faces = looker.live.map((id) => this.#states.get(id)?.faceId ?? id);
			if (faces.join() === looker.faces.join()) continue;
			looker.faces = faces;
			this.#ports.media.look(deviceId, faces);
		}
	}

	#dismiss(deviceId: string): void {
		this.#lookers.delete(deviceId);
		this.#ports.media.look(deviceId, []);
	}

	/** Asks for no more stills when nobody looks at the wall, and does nothing at all when nobody looks at anything. */
	#rest(): boolean {
		for (const [deviceId, { viewer, live }] of this.#lookers)
			if (!viewer && live.length === 0) this.#lookers.delete(deviceId);
		if (!this.#isWatched) {
			this.#wanted.stopAll();
			this.#stills.clear();
		}
		if (this.#lookers.size > 0) return false;
		clearInterval(this.#timer);
		this.#timer = undefined;
		this.#states.clear();
		return true;
	}
}
