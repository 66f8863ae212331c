import { placeTiles, type ReceivedTrack } from '#lib/meeting/stage/place-tiles.ts';
import { roleLine } from '#lib/meeting/stage/role-line.ts';
import { getParticipant } from '#meeting/plan.ts';
import { stageOf } from '#meeting/stage/stage-of.ts';
import { deviceOf, ScriptedMeeting } from '#test/support/meeting.ts';
import { describe, expect, it } from 'vitest';

const camera = (participantId: string): ReceivedTrack => ({ endpointId: deviceOf(participantId), source: 'camera' });

describe('placeTiles', () => {
	it('puts the holder of the floor on the stage, with the chair and the queue beside', () => {
		const meeting = ScriptedMeeting.live();
		meeting.give('delegate-2', 'request-floor', {});
		meeting.give('chair', 'grant-floor', { participantId: 'delegate-1', limitSeconds: 60 });
		const placed = placeTiles(meeting.state, stageOf(meeting.state), [camera('delegate-1'), camera('chair')]);
		expect(placed.main).toMatchObject({ participant: { id: 'delegate-1' }, audible: true });
		expect(placed.main?.track?.endpointId).toBe(deviceOf('delegate-1'));
		expect(placed.secondary.map((tile) => [tile.participant.id, tile.track?.endpointId])).toEqual([
			['chair', deviceOf('chair')],
			['delegate-2', undefined],
		]);
	});

	it('shows a person without a camera through the room they sit in', () => {
		const meeting = ScriptedMeeting.live();
		meeting.connect('site');
		meeting.give('chair', 'grant-floor', { participantId: 'delegate-3', limitSeconds: null });
		expect(placeTiles(meeting.state, stageOf(meeting.state), [camera('site')]).main?.track?.endpointId).toBe(
			deviceOf('site'),
		);
		const both = placeTiles(meeting.state, stageOf(meeting.state), [camera('site'), camera('delegate-3')]);
		expect(both.main?.track?.endpointId).toBe(deviceOf('delegate-3'));
	});

	it('shows a shared screen and never takes it for a camera', () => {
		const meeting = ScriptedMeeting.live();
		meeting.give('chair', 'share-content', {});
		const screen: ReceivedTrack = { endpointId: deviceOf('chair'), source: 'screen' };
		const placed = placeTiles(meeting.state, stageOf(meeting.state), [screen]);
		expect(placed.content).toMatchObject({ deviceId: deviceOf('chair'), track: screen });
		expect(placed.main).toMatchObject({ participant: { id: 'chair' }, track: undefined });
	});

	it('shows nobody before the chair has come', () => {
		const { state } = ScriptedMeeting.open();
		expect(placeTiles(state, stageOf(state), []).main).toBeUndefined();
	});
});

describe('roleLine', () => {
	const chair = getParticipant(ScriptedMeeting.open().state, 'chair');
	it.each([
		['Giám đốc Sở Xây dựng', 'Sở Xây dựng', 'Giám đốc Sở Xây dựng'],
		['Chủ tịch', 'UBND xã Nam Tiến', 'Chủ tịch · UBND xã Nam Tiến'],
		['', 'UBND huyện Thọ Xuân', 'UBND huyện Thọ Xuân'],
		['Chuyên gia', '', 'Chuyên gia'],
	])('%s of %s', (position, unitName, line) => {
		if (!chair) throw new Error('the plan has a chair');
		expect(roleLine({ ...chair, position, unitName })).toBe(line);
	});
});
