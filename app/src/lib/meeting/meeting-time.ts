import type { LifecycleState } from '#meeting/lifecycle.ts';

/** How long the meeting has been held, pauses taken off, in ms. */
export function meetingTime({ startedAt, endedAt, pauses }: LifecycleState, now: number): number {
	if (startedAt === null) return 0;
	const until = endedAt ?? now;
	const paused = pauses.reduce((sum, pause) => sum + (pause.to ?? until) - pause.from, 0);
	return Math.max(0, until - startedAt - paused);
}
