import { allPresences } from '#meeting/presences.ts';
import type { Database } from '#db/client.ts';
import { packLinkHours } from '#db/links/keep-links.ts';
import { recordLinkMinutes } from '#db/links/links.ts';
import type { Logger } from 'pino';
import type { GradedLink } from '../media/links.ts';
import type { MediaDirector } from '../media/media-director.ts';
import { Minute } from './minute.ts';

const minuteMs = 60_000;

/** More devices than any meeting has: what else comes within a minute is left out. */
const mostDevices = 4_000;

/** Hours of devices that are packed in a minute: 320 sites take eight; with nobody in a meeting, what is old goes faster. */
const [packedInPassing, packedAtRest] = [40, 200];

type OwnerOf = (deviceId: string) => string | undefined;

/**
 * Keeps how the links of all meetings do, a row for each device and minute, written together once a minute. The media
 * never wait for it: what cannot be written is logged and dropped.
 */
export class LinkHistory {
	readonly #db: Database;
	readonly #log: Pick<Logger, 'error'>;
	readonly #clock: () => number;
	/** meeting → device → its minute so far */
	readonly #meetings = new Map<string, Map<string, { minute: Minute; participantId: string }>>();
	#timer: NodeJS.Timeout | undefined;
	#from: number;

	/** `clock`: ms since the epoch */
	constructor(db: Database, log: Pick<Logger, 'error'>, clock: () => number = Date.now) {
		this.#db = db;
		this.#log = log;
		this.#clock = clock;
		this.#from = clock();
		this.#wait();
	}

	/** From now on, until the meeting closes. */
	follow({ meeting, links }: Pick<MediaDirector, 'meeting' | 'links'>): void {
		links.onMeasured((measured) => {
			const owners = ownersOf(allPresences(meeting.state.attendance.came));
			this.#add(meeting.id, measured, (deviceId) => owners.get(deviceId));
		});
	}

	/** Writes what has come since it wrote last; called once a minute. */
	write(): void {
		const at = Math.floor(this.#from / minuteMs) * minuteMs;
		this.#from = this.#clock();
		const minutes = [...this.#meetings].flatMap(([meetingId, devices]) =>
			[...devices].map(([deviceId, { minute, participantId }]) => {
				return { ...minute.close(at), meetingId, deviceId, participantId };
			}),
		);
		this.#meetings.clear();
		try {
			if (minutes.length > 0) recordLinkMinutes(this.#db, minutes);
			packLinkHours(this.#db, this.#from, minutes.length > 0 ? packedInPassing : packedAtRest);
		} catch (error) {
			this.#log.error({ err: error, devices: minutes.length }, 'a minute of the links could not be kept');
		}
	}

	/** Writes what there is. Idempotent. */
	close(): void {
		clearTimeout(this.#timer);
		this.write();
	}

	/** With the minutes of the clock. */
	#wait(): void {
		this.#timer = setTimeout(
			() => {
				this.write();
				this.#wait();
			},
			minuteMs - (this.#clock() % minuteMs),
		);
		this.#timer.unref();
	}

	#add(meetingId: string, measured: readonly GradedLink[], ownerOf: OwnerOf): void {
		const devices = this.#meetings.get(meetingId) ?? new Map<string, { minute: Minute; participantId: string }>();
		this.#meetings.set(meetingId, devices);
		for (const each of measured) {
			const { endpointId } = each.link;
			// Whoever only tries the way to the media ports, or has just left, is nobody in the meeting.
			const participantId = ownerOf(endpointId);
			if (participantId === undefined || (devices.size >= mostDevices && !devices.has(endpointId))) continue;
			const device = devices.get(endpointId) ?? { minute: new Minute(), participantId };
			devices.set(endpointId, device);
			device.minute.add(each);
		}
	}
}

/** device → participant */
export const ownersOf = (
	came: readonly (readonly [string, { readonly devices: readonly string[] }])[],
): ReadonlyMap<string, string> =>
	new Map(came.flatMap(([id, { devices }]) => devices.map((device) => [device, id] as const)));
