import type { WallState } from '#contract/wall.ts';

/** `lost`: was there and is not any more; `unknown`: the server has not told yet. */
export type Attendance = 'present' | 'lost' | 'absent' | 'unknown';
export type Trouble = 'no-camera' | 'no-microphone' | 'weak-link';

export interface SiteCondition {
	readonly attendance: Attendance;
	readonly troubles: readonly Trouble[];
}

/** What an operator must know of a site. `came`: it has been there in this meeting. */
export function conditionOf(state: WallState | null, came: boolean): SiteCondition {
	if (state === null) return { attendance: 'unknown', troubles: [] };
	if (state.faceId === null) return { attendance: came ? 'lost' : 'absent', troubles: [] };
	const troubles: (Trouble | false)[] = [
		state.cameraDeviceId === null && 'no-camera',
		state.microphone === 'none' && 'no-microphone',
		state.link === 'weak' && 'weak-link',
	];
	return { attendance: 'present', troubles: troubles.filter((each) => each !== false) };
}

export const wallFilters = ['all', 'present', 'absent', 'trouble'] as const;
export type WallFilter = (typeof wallFilters)[number];

/** Whoever was there and went is absent, and a trouble too. */
export function passes({ attendance, troubles }: SiteCondition, filter: WallFilter): boolean {
	switch (filter) {
		case 'all':
			return true;
		case 'present':
			return attendance === 'present';
		case 'absent':
			return attendance === 'absent' || attendance === 'lost';
		case 'trouble':
			return attendance === 'lost' || troubles.length > 0;
	}
}
