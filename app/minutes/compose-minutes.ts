import { allPresences } from '#meeting/presences.ts';
import { listAttendance } from '#meeting/attendance-list.ts';
import { maySee, type AgendaItem, type Plan, type Role } from '#meeting/plan.ts';
import type { MeetingState } from '#meeting/state.ts';
import { tolerance } from '#meeting/stretches.ts';
import { courseOf, personOf } from './course.ts';
import { issuerOf } from './issuer.ts';
import type { ItemRecord, Minutes, Person } from './minutes.ts';
import { day } from './vietnamese-time.ts';

/** A meeting that has opened, so that its plan is known. */
export type OpenedMeeting = MeetingState & { readonly plan: Plan };

export const hasOpened = (state: MeetingState): state is OpenedMeeting => state.plan !== null;

/** May this participant read the whole minutes: every item, and no result that is still held back? */
export const maySeeAll = ({ plan, votes }: OpenedMeeting, readerId: string): boolean =>
	plan.agenda.every((item) => maySee(plan, readerId, item.access)) && votes.every((vote) => vote.phase !== 'closed');

/** Minutes of the meeting as it stands; with a reader, an extract of what that participant may see. */
export function composeMinutes(state: OpenedMeeting, readerId: string | null = null): Minutes {
	const { plan, lifecycle } = state;
	const { startedAt, endedAt, pauses, islands } = lifecycle;
	const complete = readerId === null;
	const visible = (item: AgendaItem) => readerId === null || maySee(plan, readerId, item.access);
	return {
		issuer: issuerOf(plan),
		title: plan.title,
		extract: !complete,
		date: endedAt ?? startedAt ?? plan.startsAt,
		severalDays: startedAt !== null && day(startedAt) !== day(endedAt ?? lastTime(state)),
		startedAt,
		endedAt,
		pauses,
		islands: islands
			.filter(({ from, to }) => to - from > tolerance)
			.map(({ nodeId, area, from, to }) => ({ area: area || nodeId, from, to })),
		chairs: withRole(plan, 'chair'),
		secretaries: withRole(plan, 'secretary'),
		mainRoom: mainRoomOf(plan),
		attendance: listAttendance(state, plan),
		items: plan.agenda.map((item) => recordItem(state, item, visible(item), complete)),
		course: courseOf(state, plan, null, complete),
		conclusions: state.notes
			.filter(({ kind, itemId }) => kind === 'conclusion' && !plan.agenda.some(({ id }) => id === itemId))
			.map(({ text }) => text),
	};
}

/** The last time that the minutes of a meeting which has not ended can tell. */
function lastTime({ lifecycle, agenda, floor, attendance }: MeetingState): number {
	const spans = [
		...lifecycle.pauses,
		...lifecycle.islands,
		...Object.values(agenda.items).flatMap(({ runs }) => runs),
		...floor.speeches,
		...allPresences(attendance.came).flatMap(([, { stretches }]) => stretches),
	];
	return spans.reduce((latest, { from, to }) => Math.max(latest, from, to ?? from), lifecycle.startedAt ?? 0);
}

const withRole = ({ participants }: Plan, role: Role): Person[] =>
	participants
		.filter(({ kind, roles }) => kind === 'person' && roles.includes(role))
		.map(({ name, position }) => ({ name, position }));

/** The room where the chair sits. */
function mainRoomOf({ participants }: Plan): string | null {
	const chair = participants.find(({ roles }) => roles.includes('chair'));
	return participants.find(({ id }) => id === chair?.siteId)?.name ?? null;
}

function recordItem(state: OpenedMeeting, item: AgendaItem, visible: boolean, complete: boolean): ItemRecord {
	const { plan, agenda } = state;
	const taken = agenda.items[item.id];
	const common = {
		number: item.number,
		title: visible || item.access !== 'closed' ? item.title : 'Nội dung họp kín',
		depth: depthOf(plan, item),
	};
	if (!visible) return { ...common, presenter: null, outcome: 'hidden', runs: [], course: [] };
	return {
		...common,
		presenter: item.presenterId === null ? null : personOf(state, item.presenterId),
		outcome: taken?.outcome ?? 'not-reached',
		runs: taken?.runs ?? [],
		course: courseOf(state, plan, item.id, complete),
	};
}

/** The plan has been validated: no item lies below itself. */
function depthOf(plan: Plan, { parentId }: AgendaItem): number {
	const parent = parentId === null ? undefined : plan.agenda.find(({ id }) => id === parentId);
	return parent ? depthOf(plan, parent) + 1 : 0;
}
