import { presenceOf } from './presences.ts';
import { seatOf } from './attendance.ts';
import type { Participant, Plan } from './plan.ts';
import type { MeetingState } from './state.ts';
import { stayOf, throughout, type Stay } from './stay.ts';

/** Who attended a meeting, and how, in the order of the plan: for the minutes, and for every number that sums it up. */
export interface AttendanceList {
	/** each room that was connected, or in which somebody is known to have been */
	readonly rooms: readonly RoomAttendance[];
	/** each at a device of their own, in no room */
	readonly online: readonly Attendant[];
	readonly absent: readonly Attendant[];
	readonly absentRooms: readonly string[];
}

export interface RoomAttendance extends Stay {
	readonly name: string;
	/** false: those who sat in it were marked as present, and nothing ever connected it */
	readonly connected: boolean;
	readonly people: readonly Attendant[];
	/** the room was connected, and of these nobody said that they were in it, or that they were not */
	readonly unconfirmed: readonly Attendant[];
}

export interface Attendant extends Stay {
	readonly name: string;
	/** position held; empty where none is known */
	readonly position: string;
	readonly guest: boolean;
}

/**
 * Technicians who only run the equipment do not take part. Who was there and then taken off the list was there all the
 * same; who was taken off without having come was not expected.
 */
export function listAttendance(state: MeetingState, plan: Plan): AttendanceList {
	const stays = new Map(
		[...plan.participants, ...state.formerParticipants].map((each) => [each.id, stayOf(state, each)]),
	);
	const former = state.formerParticipants.filter(({ id }) => stays.get(id) !== undefined);
	const all = [...plan.participants, ...former];
	const people = all.filter(({ kind, roles }) => kind === 'person' && roles.some((role) => role !== 'operator'));
	const sites = all.filter(({ kind }) => kind === 'site');
	const came = people.filter(({ id }) => stays.get(id) !== undefined);
	const siteIds = new Set(sites.map(({ id }) => id));
	const seatIn = ({ id }: Participant) => {
		const seat = seatOf(state, id);
		return seat !== null && siteIds.has(seat) ? seat : null;
	};
	const seated = Map.groupBy(people, seatIn);
	// Where one was marked the list was gone through: whom it leaves out was not there.
	const cameTo = Map.groupBy(came, seatIn);
	const isChecked = (siteId: string) =>
		(seated.get(siteId) ?? []).some(({ id }) => (presenceOf(state.attendance.came, id)?.word ?? null) !== null);
	const isUnconfirmed = (person: Participant) => {
		const seat = seatIn(person);
		return stays.get(person.id) === undefined && seat !== null && stays.get(seat) !== undefined && !isChecked(seat);
	};
	const attendant = ({ id, name, position, roles }: Participant): Attendant => ({
		name,
		position,
		guest: roles.every((role) => role === 'guest'),
		...(stays.get(id) ?? throughout),
	});
	const rooms = sites.map((site) => ({
		name: site.name,
		connected: stays.get(site.id) !== undefined,
		...(stays.get(site.id) ?? throughout),
		people: (cameTo.get(site.id) ?? []).map(attendant),
		unconfirmed: (seated.get(site.id) ?? []).filter(isUnconfirmed).map(attendant),
	}));
	const attended = ({ connected, people }: RoomAttendance) => connected || people.length > 0;
	return {
		rooms: rooms.filter(attended),
		online: (cameTo.get(null) ?? []).map(attendant),
		absent: people.filter((each) => stays.get(each.id) === undefined && !isUnconfirmed(each)).map(attendant),
		absentRooms: rooms.filter((room) => !attended(room)).map(({ name }) => name),
	};
}

/** An attendance in numbers. */
export interface AttendanceTotals {
	readonly people: number;
	readonly invited: number;
	/** of `people`: who sat in a room */
	readonly seated: number;
	readonly absent: number;
	readonly unconfirmed: number;
	readonly connectedRooms: number;
	readonly rooms: number;
}

export function totalsOf({ rooms, online, absent, absentRooms }: AttendanceList): AttendanceTotals {
	const seated = rooms.reduce((sum, { people }) => sum + people.length, 0);
	const unconfirmed = rooms.reduce((sum, room) => sum + room.unconfirmed.length, 0);
	const people = seated + online.length;
	return {
		people,
		invited: people + absent.length + unconfirmed,
		seated,
		absent: absent.length,
		unconfirmed,
		connectedRooms: rooms.filter(({ connected }) => connected).length,
		rooms: rooms.length + absentRooms.length,
	};
}
