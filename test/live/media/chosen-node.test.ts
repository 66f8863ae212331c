import { MeetingOnNodes } from '#test/support/meeting-on-nodes.ts';
import { placed } from '#test/support/placed-nodes.ts';
import { expect, test } from 'vitest';

const [own, district] = [placed('own'), placed('district', { unitId: 'district' })];
const [commune, other] = [placed('commune', { unitId: 'commune' }), placed('other', { unitId: 'other-commune' })];

test('a device is with the node that was chosen for it until it is taken back, or the node goes', async () => {
	const meeting = new MeetingOnNodes(own, district, commune, other);
	await meeting.enter('chair', 'one');
	meeting.chosen.set('one', 'other');
	meeting.chosen.set('late', 'other');
	meeting.conferences.placeAnew(['one', 'late']);
	await meeting.enter('one', 'late');
	expect([meeting.homes('one', 'late'), meeting.called]).toEqual([['other', 'other'], [['commune', ['one']]]]);
	expect(meeting.why('one')).toEqual(['chosen', 'other', null]);
	expect(meeting.neighbours('own')?.map(({ nodeId, beyond }) => [nodeId, beyond])).toContainEqual(['other', ['one']]);
	// It goes, and returns: who found a place elsewhere stays there.
	meeting.nodes = meeting.nodes.filter(({ node }) => node !== other);
	meeting.absent = [other];
	meeting.conferences.nodeGone('other');
	await meeting.enter('one');
	expect(meeting.why('one')).toEqual(['away', 'commune', 'other']);
	meeting.chosen.delete('one');
	expect(meeting.why('one')).toEqual(['unit', 'commune', null]);
	expect(meeting.called.slice(1)).toEqual([['other', ['one', 'late']]]);
	meeting.conferences.close();
});
