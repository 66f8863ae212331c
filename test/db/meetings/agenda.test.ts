import { addDocument } from '#db/documents/documents.ts';
import { storeFile } from '#db/documents/file-store.ts';
import { addAgendaItem, deleteAgendaItem, editAgendaItem, listAgenda, moveAgendaItem } from '#db/meetings/agenda.ts';
import { createMeeting } from '#db/meetings/meetings.ts';
import { setStatus } from '#db/meetings/status.ts';
import { agendaItems } from '#db/schema/meetings.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSmallProvince, now } from '../small-province.ts';
import { temporaryDatabase, temporaryFolder } from '../temporary-database.ts';

const refusal = (code: string) => expect.objectContaining({ code });

function prepare() {
	const db = temporaryDatabase();
	const { chairId, delegateId } = createSmallProvince(db);
	const participants = [{ id: chairId, roles: ['chair' as const] }];
	const meetingId = createMeeting(
		db,
		{ title: 'Họp', startsAt: now, plannedMinutes: 60, participants, createdBy: chairId, status: 'invited' },
		now,
	);
	const add = (title: string, parentId: string | null = null) => addAgendaItem(db, meetingId, { title, parentId });
	const lines = () => listAgenda(db, meetingId).map((item) => `${item.number} ${item.title}`);
	return { db, meetingId, chairId, delegateId, add, lines };
}

test('items are numbered in their tree, moved with what is below them, and deleted', () => {
	const { db, add, lines } = prepare();
	const [a, b, c] = [add('a'), add('b'), add('c')];
	const b1 = add('b1', b);
	add('b2', b);
	expect(lines()).toEqual(['1 a', '2 b', '2.1 b1', '2.2 b2', '3 c']);
	moveAgendaItem(db, c, { parentId: null, position: 0 });
	expect(lines()).toEqual(['1 c', '2 a', '3 b', '3.1 b1', '3.2 b2']);
	moveAgendaItem(db, b, { parentId: a, position: 99 });
	expect(lines()).toEqual(['1 c', '2 a', '2.1 b', '2.1.1 b1', '2.1.2 b2']);
	for (const parentId of [b, b1, 'none']) {
		expect(() => moveAgendaItem(db, b, { parentId, position: 0 })).toThrow(refusal('agenda-parent-invalid'));
	}
	deleteAgendaItem(db, b);
	expect(lines()).toEqual(['1 c', '2 a']);
	expect(() => deleteAgendaItem(db, b)).toThrow(refusal('not-found'));
});

test('an item is edited; its presenter takes part', () => {
	const { db, meetingId, chairId, delegateId, add } = prepare();
	const id = add('a');
	editAgendaItem(db, id, { plannedMinutes: 15, presenterId: chairId, access: 'closed' });
	editAgendaItem(db, id, { title: 'Nội dung' });
	expect(listAgenda(db, meetingId)).toEqual([
		{ id, parentId: null, number: '1', title: 'Nội dung', plannedMinutes: 15, presenterId: chairId, access: 'closed' },
	]);
	expect(() => editAgendaItem(db, id, { presenterId: delegateId })).toThrow(refusal('participant-unknown'));
	expect(() => editAgendaItem(db, id, { plannedMinutes: 0.5 })).toThrow(refusal('time-invalid'));
	expect(() => addAgendaItem(db, meetingId, { title: 'x', parentId: 'none' })).toThrow(
		refusal('agenda-parent-invalid'),
	);
});

test('what papers hang on, or a running or past meeting deals with, is not deleted', async () => {
	const { db, meetingId, add } = prepare();
	const [parent, other] = [add('a'), add('b')];
	const file = await storeFile(temporaryFolder(), Buffer.from('%PDF-1.7 x'));
	addDocument(
		db,
		{
			meetingId,
			itemId: add('a1', parent),
			title: 'Tài liệu',
			label: 'public',
			file,
			fileName: 'a.pdf',
			uploadedBy: null,
		},
		now,
	);
	expect(() => deleteAgendaItem(db, parent)).toThrow(refusal('agenda-item-in-use'));
	setStatus(db, meetingId, 'live', now);
	expect(() => deleteAgendaItem(db, other)).toThrow(refusal('meeting-running'));
	setStatus(db, meetingId, 'ended', now);
	expect(() => add('c')).toThrow(refusal('meeting-over'));
	expect(() => moveAgendaItem(db, other, { parentId: null, position: 0 })).toThrow(refusal('meeting-over'));
});

test('however items are moved, the places of each parent stay without gaps and no item is lost', () => {
	const move = fc.record({ item: fc.nat(5), to: fc.option(fc.nat(5)), position: fc.integer({ min: -1, max: 7 }) });
	fc.assert(
		fc.property(fc.array(move, { maxLength: 12 }), (moves) => {
			const { db, meetingId, add } = prepare();
			const ids = ['a', 'b', 'c', 'd', 'e', 'f'].map((title) => add(title));
			for (const { item, to, position } of moves) {
				try {
					moveAgendaItem(db, ids[item] ?? '', { parentId: to === null ? null : (ids[to] ?? ''), position });
				} catch (error) {
					expect(error).toMatchObject({ code: 'agenda-parent-invalid' });
				}
			}
			expect(
				listAgenda(db, meetingId)
					.map((item) => item.id)
					.sort(),
			).toEqual([...ids].sort());
			const places = new Map<string | null, number[]>();
			for (const { parentId, position } of db.orm.select().from(agendaItems).all()) {
				places.set(parentId, [...(places.get(parentId) ?? []), position]);
			}
			for (const taken of places.values()) expect(taken.sort((a, b) => a - b)).toEqual(taken.map((_, index) => index));
			db.close();
		}),
		{ numRuns: 15 },
	);
});
