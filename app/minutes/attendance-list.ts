import type { Presence } from '#meeting/attendance.ts';
import type { Participant, Plan } from '#meeting/plan.ts';
import type { MeetingState } from '#meeting/state.ts';
import type { AttendanceList, Attendant } from './minutes.ts';

/** Within a minute of the opening or the end nobody came late or left early. */
const tolerance = 60_000;

/**
 * Who came, in the order of the plan. Technicians who only run the equipment do not take part. Who was there and then
 * taken off the list was there all the same; who was taken off without having come was not expected.
 */
export function listAttendance(state: MeetingState, plan: Plan): AttendanceList {
	const came = (id: string) => tookPart(state, id) !== undefined;
	const all = [...plan.participants, ...state.formerParticipants.filter(({ id }) => came(id))];
	const people = all.filter(({ kind, roles }) => kind === 'person' && roles.some((role) => role !== 'operator'));
	const sites = all.filter(({ kind }) => kind === 'site');
	const inRoom = (person: Participant) => person.siteId !== null && came(person.siteId);
	const online = people.filter((person) => !inRoom(person) && came(person.id));
	return {
		rooms: sites
			.filter((site) => came(site.id))
			.map((site) => ({
				name: site.name,
				people: people.filter((person) => person.siteId === site.id).map((person) => attendant(person)),
			})),
		online: online.map((person) => attendant(person, stay(state, person.id))),
		absent: people.filter((person) => !inRoom(person) && !came(person.id)).map((person) => attendant(person)),
		absentRooms: sites.filter((site) => !came(site.id)).map((site) => site.name),
	};
}

/** A link that was tried before the opening and gone by then is no attendance. */
function tookPart({ attendance, lifecycle }: MeetingState, id: string): Presence | undefined {
	const presence = attendance.came[id];
	const { startedAt } = lifecycle;
	const goneBefore = presence?.lastLeftAt != null && startedAt !== null && presence.lastLeftAt <= startedAt;
	return goneBefore ? undefined : presence;
}

function stay(state: MeetingState, id: string): Pick<Attendant, 'cameAt' | 'leftAt'> {
	const presence = tookPart(state, id);
	const { startedAt, endedAt } = state.lifecycle;
	const late = presence && startedAt !== null && presence.firstCameAt > startedAt + tolerance;
	const early = presence?.lastLeftAt != null && presence.lastLeftAt < (endedAt ?? Infinity) - tolerance;
	return { cameAt: late ? presence.firstCameAt : null, leftAt: early ? presence.lastLeftAt : null };
}

const attendant = (
	{ name, position, roles }: Participant,
	{ cameAt, leftAt }: Pick<Attendant, 'cameAt' | 'leftAt'> = { cameAt: null, leftAt: null },
): Attendant => ({ name, position, guest: roles.every((role) => role === 'guest'), cameAt, leftAt });
