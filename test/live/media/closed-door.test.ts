import { ClosedDoor } from '#live/media/closed-door.ts';
import { planWithClosed, ScriptedMeeting } from '#test/support/meeting.ts';
import { expect, test, vi } from 'vitest';

/** Open, with a room and people in it. */
function begun() {
	const meeting = ScriptedMeeting.planned();
	meeting.system('open-meeting', { plan: planWithClosed({ delegates: 3 }) });
	for (const id of ['chair', 'guest', 'site']) meeting.connect(id);
	meeting.give('chair', 'start-meeting', {});
	return meeting;
}

test('while nothing closed is dealt with nobody is looked at for each who comes and goes', () => {
	const { state } = begun();
	const nobodyLooks = new Proxy(state.attendance.came, {
		get() {
			throw new Error('all were looked at');
		},
	});
	const door = new ClosedDoor();
	expect(door.follow({ ...state, attendance: { ...state.attendance, came: nobodyLooks } })).toEqual([]);
	expect(door.inside).toBeNull();
});

test('who sits in a room is looked up, and not sought among all, for each room that a closed item may keep outside', () => {
	const meeting = begun();
	meeting.give('chair', 'start-item', { itemId: 'item-4' });
	const { state } = meeting;
	const sought = vi.spyOn(state.plan?.participants ?? [], 'some');
	const door = new ClosedDoor();
	const outside = door.follow(state);
	expect(outside.length).toBeGreaterThan(0);
	expect(door.inside?.length).toBeGreaterThan(0);
	expect(outside.every((deviceId) => door.isOutside(deviceId))).toBe(true);
	expect(sought).not.toHaveBeenCalled();
	meeting.give('chair', 'end-item', { itemId: 'item-4' });
	expect(door.follow(meeting.state)).toEqual([]);
	expect(outside.some((deviceId) => door.isOutside(deviceId))).toBe(false);
});
