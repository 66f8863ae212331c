import { allPresences } from '#meeting/presences.ts';
import type { LinkRequestName, ParticipantLink } from '#contract/links.ts';
import { may } from '#meeting/rights.ts';
import type { MeetingState } from '#meeting/state.ts';
import type { Carrying, LinkGrade } from '#sfu/link/contract-endpoint.ts';
import type { GradedLink } from '../media/links.ts';

/** How often what has changed is told, in ms: gathered, not one message for each device. */
const tick = 2_000;

interface LinkLookersPorts {
	readonly state: () => MeetingState;
	readonly linkOf: (deviceId: string) => GradedLink | undefined;
	readonly tell: (deviceId: string, links: readonly ParticipantLink[]) => void;
	/** Default 2 s. */
	readonly everyMs?: number;
}

/** Devices that look at how the participants' links do; while there are none it does nothing. */
export class LinkLookers {
	readonly #ports: LinkLookersPorts;
	/** device → whose it is */
	readonly #lookers = new Map<string, string>();
	/** participant → grade and carrying, as told last */
	#told = new Map<string, ParticipantLink>();
	#timer: NodeJS.Timeout | undefined;

	constructor(ports: LinkLookersPorts) {
		this.#ports = ports;
	}

	request(device: { readonly id: string; readonly participantId: string }, name: LinkRequestName): null {
		if (name === 'links/close') {
			this.leave(device.id);
			return null;
		}
		this.#tellChanges();
		this.#lookers.set(device.id, device.participantId);
		this.#timer ??= setInterval(() => this.#turn(), this.#ports.everyMs ?? tick);
		this.#ports.tell(device.id, [...this.#told.values()]);
		return null;
	}

	/** The device left the meeting, or looks no more. */
	leave(deviceId: string): void {
		this.#lookers.delete(deviceId);
		if (this.#lookers.size > 0) return;
		clearInterval(this.#timer);
		this.#timer = undefined;
		this.#told = new Map();
	}

	/** Idempotent. */
	close(): void {
		for (const deviceId of [...this.#lookers.keys()]) this.leave(deviceId);
	}

	#turn(): void {
		const state = this.#ports.state();
		for (const [deviceId, participantId] of this.#lookers) {
			// A revised plan may have taken the role away.
			if (!may(state, participantId, 'see-links')) this.leave(deviceId);
		}
		this.#tellChanges();
	}

	#tellChanges(): void {
		const now = new Map(this.#links().map((link) => [link.participantId, link]));
		const isNews = ({ participantId, grade, carrying }: ParticipantLink) => {
			const told = this.#told.get(participantId);
			return told?.grade !== grade || told.carrying !== carrying;
		};
		const changed = [...now.values()].filter(isNews);
		this.#told = now;
		if (changed.length > 0) for (const deviceId of this.#lookers.keys()) this.#ports.tell(deviceId, changed);
	}

	#links(): ParticipantLink[] {
		return allPresences(this.#ports.state().attendance.came).map(([participantId, { devices }]) => {
			const links = devices.flatMap((device) => this.#ports.linkOf(device) ?? []);
			return {
				participantId,
				grade: weakest(
					['weak', 'fair', 'good'] satisfies LinkGrade[],
					links.map(({ grade }) => grade),
				),
				carrying: weakest(
					['sound', 'small', 'half', 'all'] satisfies Carrying[],
					links.map(({ link }) => link.carrying),
				),
			};
		});
	}
}

const weakest = <T>(order: readonly T[], values: readonly T[]): T | null =>
	order.find((each) => values.includes(each)) ?? null;
