import type { CommandInput } from '#meeting/commands.ts';
import { getParticipant } from '#meeting/plan.ts';
import { stayOf } from '#meeting/stay.ts';
import { deviceOf, nineOClock, planWith, ScriptedMeeting, type Answer } from '#test/support/meeting.ts';
import { expect } from 'vitest';

const minute = 60_000;
export const day = 24 * 60;

/** The meeting starts at minute 0; times of a script are minutes from then. */
export const at = (minutes: number) => nineOClock + minutes * minute;

type Deed = (meeting: ScriptedMeeting) => Answer;
export type Script = readonly (readonly [minutes: number, deed: Deed])[];

export const connects = (id: string, deviceId = deviceOf(id)): Deed => {
	return (meeting) => meeting.system('connect-device', { deviceId, participantId: id });
};
export const drops = (id: string, deviceId = deviceOf(id)): Deed => {
	return (meeting) => meeting.system('disconnect-device', { deviceId, participantId: id });
};
export const marks =
	(participantId: string, as: CommandInput<'mark-presence'>['as'], since?: number): Deed =>
	(meeting) =>
		meeting.give('secretary', 'mark-presence', { participantId, as, ...(since !== undefined && { since: at(since) }) });
export const starts: Deed = (meeting) => meeting.give('chair', 'start-meeting', {});
export const pauses: Deed = (meeting) => meeting.give('chair', 'pause-meeting', {});
export const resumes: Deed = (meeting) => meeting.give('chair', 'resume-meeting', {});
export const ends: Deed = (meeting) => meeting.give('chair', 'end-meeting', {});

export function play(script: Script, plan = planWith()): ScriptedMeeting {
	const meeting = ScriptedMeeting.open(plan);
	for (const [minutes, deed] of script) {
		meeting.now = at(minutes);
		const answer = deed(meeting);
		expect(typeof answer, `${minutes}: ${answer.toString()}`).toBe('object');
	}
	return meeting;
}

/** `from 30, away 40–50, left 60`, in minutes from the start; `throughout`; `absent`. */
export function toldOf({ state }: ScriptedMeeting, id: string): string {
	const participant = getParticipant(state, id);
	const stay = participant && stayOf(state, participant);
	if (!stay) return 'absent';
	const in_ = (ms: number) => String(Math.round(((ms - nineOClock) / minute) * 100) / 100);
	const said = [
		...(stay.cameAt === null ? [] : [`from ${in_(stay.cameAt)}`]),
		...stay.absences.map(({ from, to }) => `away ${in_(from)}–${in_(to)}`),
		...(stay.leftAt === null ? [] : [`left ${in_(stay.leftAt)}`]),
	];
	return said.length === 0 ? 'throughout' : said.join(', ');
}

export const morning = (...deeds: Script): Script =>
	[...deeds, [0, starts] as const, [180, ends] as const].sort(([one], [other]) => one - other);
