import { seatOf } from '#meeting/attendance.ts';
import { outsideOf } from '#meeting/closed-session.ts';
import { soundDeviceOf } from '#meeting/sound.ts';
import type { MeetingState } from '#meeting/state.ts';
import { mostInReserve, type Reserve } from '#sfu/link/contract.ts';
import { cameraOf } from './resolve-stage.ts';
import type { Sending } from './sending.ts';

/** One from whom an area on its own may see and hear something: the devices that send it. */
interface Site {
	/** the room, of whoever sits in none the person */
	readonly place: string;
	readonly camera?: string | undefined;
	readonly microphone?: string | undefined;
}

/** What is known of nodes and devices. */
interface Whereabouts {
	/** the node that a device is with */
	readonly nodeOf: (deviceId: string) => string | undefined;
	/** there is a node above it: it may be cut off */
	readonly isBelow: (nodeId: string) => boolean;
	/** a device is in the very unit where the node stands */
	readonly isOwn: (deviceId: string, nodeId: string) => boolean;
}

export const noReserve: Reserve = { cameras: [], microphones: [] };

/**
 * All who send something, rooms first, else as the plan orders them: each device once, where it stands first. Not who waits outside
 * of a closed item; nobody before the meeting begins, or while it pauses: what is said then is nobody else's, in the area neither.
 */
export function sitesOf(state: MeetingState, sending: Sending): readonly Site[] {
	if (state.lifecycle.phase !== 'live') return [];
	const outside = outsideOf(state);
	const listed = new Set<string>();
	/** A room's terminal shows all who sit in it, and one device has the sound of all. */
	const once = (kind: string, deviceId: string | undefined) => {
		if (deviceId === undefined || listed.has(`${kind}/${deviceId}`)) return undefined;
		listed.add(`${kind}/${deviceId}`);
		return deviceId;
	};
	const participants = state.plan?.participants ?? [];
	const [rooms, people] = (['site', 'person'] as const).map((kind) =>
		participants.filter((each) => each.kind === kind),
	);
	return [...(rooms ?? []), ...(people ?? [])].flatMap(({ id }) => {
		if (outside(id)) return [];
		const sounder = soundDeviceOf(state, id);
		const camera = once('camera', cameraOf(state, sending, id));
		const microphone =
			sounder !== undefined && sending.has(sounder, 'microphone') ? once('microphone', sounder) : undefined;
		return camera || microphone ? [{ place: seatOf(state, id) ?? id, camera, microphone }] : [];
	});
}

/**
 * With whom the devices of each node go on while its area is cut off: who is with that node, those of its own unit first. Of a
 * node below it they are not: between two nodes nothing changes without the control process. The root has no reserve, nor has an
 * area in which there is nobody to talk to.
 */
export function reservesOf(
	sites: readonly Site[],
	{ nodeOf, isBelow, isOwn }: Whereabouts,
): ReadonlyMap<string, Reserve> {
	const byNode = new Map<string, Site[]>();
	for (const { place, camera, microphone } of sites) {
		const [seen, heard] = [camera, microphone].map((each) => (each === undefined ? undefined : nodeOf(each)));
		for (const nodeId of new Set([seen, heard])) {
			if (nodeId === undefined || !isBelow(nodeId)) continue;
			const there = {
				place,
				camera: seen === nodeId ? camera : undefined,
				microphone: heard === nodeId ? microphone : undefined,
			};
			byNode.set(nodeId, [...(byNode.get(nodeId) ?? []), there]);
		}
	}
	const several = [...byNode].filter(([, there]) => new Set(there.map(({ place }) => place)).size > 1);
	return new Map(
		several.map(([nodeId, there]) => {
			const owns = ({ camera, microphone }: Site) => isOwn(camera ?? microphone ?? '', nodeId);
			const ordered = there.toSorted((a, b) => Number(owns(b)) - Number(owns(a)));
			const cameras = ordered.flatMap(({ camera }) => camera ?? []).slice(0, mostInReserve.cameras);
			const microphones = ordered.flatMap(({ microphone }) => microphone ?? []).slice(0, mostInReserve.microphones);
			return [nodeId, { cameras, microphones }];
		}),
	);
}
