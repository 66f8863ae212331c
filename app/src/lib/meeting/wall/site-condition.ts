import { presenceOf } from '#meeting/presences.ts';
import type { WallState } from '#contract/wall.ts';
import type { AttendanceState } from '#meeting/attendance.ts';
import { isOpen } from '#meeting/stretches.ts';
import type { WallEntry } from '#meeting/wall.ts';

/**
 * `listed`: a person who is there, as the secretary's list or a roll call says, with no device of their own; `lost`: was
 * there and is not any more; `unknown`: the server has not told yet.
 */
export type Attendance = 'present' | 'listed' | 'lost' | 'absent' | 'unknown';
export type Trouble = 'no-camera' | 'no-microphone' | 'weak-link';

/** Those that are alike are one object: a tile is not looked at anew because another one's site has come. */
export interface SiteCondition {
	readonly attendance: Attendance;
	readonly troubles: readonly Trouble[];
}

/** What the journal knows of an entry without a link: somebody said that they are there, or a device of theirs was once. */
export type Without = 'listed' | 'lost' | 'absent';

/** A room without a link is not there, whoever was ticked in it: the wall is for what can be seen and heard of it. */
export function without({ participant, seated }: WallEntry, came: AttendanceState['came']): Without {
	if (participant.kind === 'person' && presenceOf(came, participant.id)?.stretches.some(isOpen)) return 'listed';
	return [participant, ...seated].some(({ id }) => (presenceOf(came, id)?.lastLeftAt ?? null) !== null)
		? 'lost'
		: 'absent';
}

const conditions = new Map<string, SiteCondition>();

function condition(attendance: Attendance, troubles: readonly Trouble[] = []): SiteCondition {
	const key = [attendance, ...troubles].join();
	const known = conditions.get(key) ?? { attendance, troubles };
	conditions.set(key, known);
	return known;
}

/** What an operator must know of a site. `otherwise`: is asked where it has no link. */
export function conditionOf(state: WallState | null, otherwise: () => Without): SiteCondition {
	if (state === null) return condition('unknown');
	if (state.faceId === null) return condition(otherwise());
	const troubles: (Trouble | false)[] = [
		state.cameraDeviceId === null && 'no-camera',
		state.microphone === 'none' && 'no-microphone',
		state.link === 'weak' && 'weak-link',
	];
	return condition(
		'present',
		troubles.filter((each) => each !== false),
	);
}

export const wallFilters = ['all', 'present', 'absent', 'trouble'] as const;
export type WallFilter = (typeof wallFilters)[number];

/** Whoever was there and went is absent, and a trouble too; who was ticked is present, though no picture shows it. */
export function passes({ attendance, troubles }: SiteCondition, filter: WallFilter): boolean {
	switch (filter) {
		case 'all':
			return true;
		case 'present':
			return attendance === 'present' || attendance === 'listed';
		case 'absent':
			return attendance === 'absent' || attendance === 'lost';
		case 'trouble':
			return attendance === 'lost' || troubles.length > 0;
	}
}
