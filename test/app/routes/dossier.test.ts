import { presenceOf } from '#meeting/presences.ts';
import { dateOf } from '#db/calendar.ts';
import { listAudit } from '#db/audit/audit.ts';
import { resolveSession } from '#db/auth/sessions.ts';
import { addDocument, addVersion } from '#db/documents/documents.ts';
import { addAgendaItem } from '#db/meetings/agenda.ts';
import { listSeats } from '#db/meetings/participants.ts';
import { createMeeting, updateMeeting } from '#db/meetings/meetings.ts';
import { requireMeeting } from '#db/meetings/read-meeting.ts';
import { insertPerson } from '#db/org/people.ts';
import { refusalText } from '#lib/i18n/refusal-text.ts';
import { participantsAfterEdit } from '#lib/server/meeting-form.ts';
import type { LiveServer } from '#test/support/live-server.ts';
import { createTestMeeting, type TestMeeting } from '#test/support/test-meeting.ts';
import { beforeEach, expect, test } from 'vitest';
import { load as checkDevices } from '../../../app/src/routes/meetings/[id]/device-check/+page.server.ts';
import { load as enterLive } from '../../../app/src/routes/meetings/[id]/live/+page.server.ts';
import { actions, load } from '../../../app/src/routes/meetings/[id]/+page.server.ts';
import { actions as editActions } from '../../../app/src/routes/meetings/[id]/edit/+page.server.ts';
import { createSmallProvince } from '../../db/small-province.ts';
import { startRouteServer } from './route-server.ts';
import { slowForm } from './slow-body.ts';

let server: LiveServer;
let meeting: TestMeeting;
let secretary: string;

beforeEach(async () => {
	server = await startRouteServer();
	meeting = createTestMeeting(server.db, { delegates: 1 });
	secretary = server.signIn(meeting.secretaryId);
});

/** What Kit hands to an action. */
const asked = (fields: Readonly<Record<string, string>> = {}, cookie = secretary) => {
	const body = new FormData();
	for (const [name, value] of Object.entries(fields)) body.set(name, value);
	return {
		locals: { session: resolveSession(server.db, cookie.split('=')[1] ?? '', Date.now()), theme: 'system' },
		params: { id: meeting.id },
		request: new Request('http://127.0.0.1/', { method: 'POST', body }),
		getClientAddress: () => '10.1.2.3',
	} as never;
};
const act = (name: string, fields: Readonly<Record<string, string>> = {}) =>
	(actions as Record<string, (event: never) => unknown>)[name]?.(asked(fields));
const version = () => String(requireMeeting(server.db, meeting.id).version);
const withdraw = () => act('withdraw', { version: version() });
const status = () => requireMeeting(server.db, meeting.id).status;

test('an invitation is taken back as long as nobody has come in', async () => {
	expect(await withdraw()).toEqual({ done: true });
	expect(status()).toBe('draft');
	expect(listAudit(server.db)).toMatchObject([{ ip: '10.1.2.3', action: 'withdraw-meeting', subject: meeting.id }]);
});

test('who is to take part in a draft is told at its door that it has not been called, and nothing of it; who prepares it comes in', async () => {
	const delegate = server.signIn(meeting.delegateIds[0] ?? '');
	const stranger = server.signIn(insertPerson(server.db, { name: 'Người ngoài', position: '' }));
	const own = expect.objectContaining({ title: 'Phiên họp thử' }) as object;
	const refused = (message: string) =>
		expect.objectContaining({ status: 403, body: expect.objectContaining({ message }) as object }) as object;
	const pages = [enterLive, checkDevices].map((page) => async (cookie: string) => await page(asked({}, cookie)));
	for (const page of pages) expect(await page(delegate)).toEqual(own);
	await withdraw();
	for (const page of pages) {
		await expect(page(delegate)).rejects.toEqual(refused('meeting-not-called'));
		await expect(page(stranger)).rejects.toEqual(refused('not-invited'));
		expect(await page(secretary)).toEqual(own);
	}
	expect(refusalText('meeting-not-called')).toContain('chưa được triệu tập');
});

test('a hall that everybody has left again, before the start, does not keep the meeting from being taken back', async () => {
	const early = await server.enter(secretary, { meetingId: meeting.id });
	early.socket.disconnect();
	const inside = () => presenceOf(server.stateOf(meeting.id).attendance.came, meeting.secretaryId)?.devices;
	await expect.poll(inside, { message: 'the departure', timeout: 5_000 }).toEqual([]);
	expect(await withdraw()).toEqual({ done: true });
	expect(status()).toBe('draft');
});

test('a meeting that people are in does not become a draft', async () => {
	await server.enter(secretary, { meetingId: meeting.id });
	expect(await withdraw()).toMatchObject({ status: 400, data: { code: 'meeting-already-open' } });
	expect(status()).toBe('invited');
	expect(listAudit(server.db)).toEqual([]);
});

test('of two secretaries who edit at once the second is refused, and what the first saved stands', async () => {
	const itemId = addAgendaItem(server.db, meeting.id, { title: 'Nội dung một' });
	const version = String(requireMeeting(server.db, meeting.id).version);
	const edited = { itemId, title: 'Của người thứ nhất', access: 'open', version };
	expect(await act('editItem', edited)).toEqual({ done: true });
	const refused = { status: 409, data: { code: 'dossier-changed' } };
	expect(await act('editItem', { ...edited, title: 'Của người thứ hai' })).toMatchObject(refused);
	expect(await act('moveItem', { itemId, parentId: '', position: '0', version })).toMatchObject(refused);
	expect(await act('deleteItem', { itemId, version })).toMatchObject(refused);
	expect(requireMeeting(server.db, meeting.id).agenda).toMatchObject([{ title: 'Của người thứ nhất' }]);
	// Who has seen it saves with the version of now.
	const now = String(requireMeeting(server.db, meeting.id).version);
	expect(await act('editItem', { ...edited, title: 'Của người thứ hai', version: now })).toEqual({ done: true });
	// Without a version a form is none of ours; adding takes nothing from anybody.
	expect(await act('deleteItem', { itemId })).toMatchObject({ status: 400, data: { code: 'malformed' } });
	expect(await act('addItem', { title: 'Nội dung hai', access: 'open' })).toEqual({ done: true });
});

test('who is inside sees at once what somebody adds to the dossier', async () => {
	const inside = await server.enter(secretary, { meetingId: meeting.id });
	expect(await act('addItem', { title: 'Bổ sung', access: 'open' })).toEqual({ done: true });
	await inside.until('the added item', ({ plan }) => plan?.agenda.at(-1)?.title === 'Bổ sung');
});

test('nobody sends out, or takes back, what somebody else has just changed and they have not seen: items, or papers', async () => {
	expect(await withdraw()).toEqual({ done: true });
	const seen = { version: version(), papers: '0' };
	const changed = { status: 409, data: { code: 'dossier-changed' } };
	addAgendaItem(server.db, meeting.id, { title: 'Của người khác' });
	expect(await act('invite', seen)).toMatchObject(changed);
	const now = { ...seen, version: version() };
	const file = { sha256: 'a'.repeat(64), size: 9, type: 'application/pdf' } as const;
	const paper = { meetingId: meeting.id, title: 'Tờ trình', label: 'internal', fileName: 'a.pdf' } as const;
	const { documentId } = addDocument(server.db, { ...paper, file, uploadedBy: null }, 1);
	expect(await act('invite', now)).toMatchObject(changed);
	addVersion(server.db, documentId, { file, fileName: 'b.pdf', uploadedBy: null }, 2);
	expect(await act('invite', { ...now, papers: '1' })).toMatchObject(changed);
	expect([status(), listAudit(server.db, { action: 'invite-to-meeting' })]).toEqual(['draft', []]);
	const shown = await load({ ...(asked() as object), depends: () => {} } as never);
	expect(shown).toMatchObject({ dossier: { version: Number(version()) }, paperVersions: 2 });
	expect(await act('invite', { ...now, papers: '2' })).toEqual({ done: true });
	expect(status()).toBe('invited');
	addAgendaItem(server.db, meeting.id, { title: 'Thêm nữa' });
	expect(await act('withdraw', { version: now.version })).toMatchObject(changed);
	for (const name of ['invite', 'withdraw'])
		expect(await act(name), name).toMatchObject({ status: 400, data: { code: 'malformed' } });
	expect(status()).toBe('invited');
});

test('who prepares a meeting no longer by the time that the whole form is here changes nothing', async () => {
	const { participants } = requireMeeting(server.db, meeting.id);
	const leaves = () => {
		server.db.sqlite.exec(`UPDATE meetings SET created_by = '${meeting.chairId}'`);
		updateMeeting(server.db, meeting.id, { participants: participants.filter(({ id }) => id !== meeting.secretaryId) });
	};
	const form = slowForm({ title: 'Bổ sung', access: 'open' }, leaves);
	const added = await actions.addItem({ ...(asked() as object), request: form } as never);
	expect(added).toMatchObject({ status: 403, data: { code: 'not-allowed' } });
	expect(requireMeeting(server.db, meeting.id).agenda).toEqual([]);
});

test('the form of the meeting itself is refused in the same way, whatever has changed', async () => {
	const { version, startsAt } = requireMeeting(server.db, meeting.id);
	const people = [
		{ id: meeting.chairId, roles: ['chair'] },
		{ id: meeting.secretaryId, roles: ['secretary'] },
	];
	const sent = { title: 'Tên mới', startsAt, plannedMinutes: 60, bodyId: null, people, unitIds: [], version };
	addAgendaItem(server.db, meeting.id, { title: 'Của người khác' });
	const save = (changes: object) =>
		editActions['default']?.(asked({ meeting: JSON.stringify({ ...sent, ...changes }) }));
	expect(await save({})).toMatchObject({ status: 409, data: { code: 'dossier-changed' } });
	expect(requireMeeting(server.db, meeting.id).title).toBe('Phiên họp thử');
	expect(listAudit(server.db)).toEqual([]);
	await expect(save({ version: requireMeeting(server.db, meeting.id).version })).rejects.toMatchObject({ status: 303 });
	expect(requireMeeting(server.db, meeting.id).title).toBe('Tên mới');
	expect(await save({ version: null })).toMatchObject({ status: 400, data: { code: 'malformed' } });
});

test('an edit keeps the seats and the roles that the form has no place for', () => {
	const { db } = server;
	const { siteId, unitId, delegateId, chairId } = createSmallProvince(db);
	const own = { title: 'Họp', plannedMinutes: 60, createdBy: chairId, unitIds: [unitId('14902')] };
	const participants = [
		{ id: chairId, roles: ['chair' as const], seatSiteId: siteId('14902') },
		{ id: delegateId, roles: ['operator' as const, 'delegate' as const] },
	];
	const id = createMeeting(db, { ...own, participants, startsAt: Date.now() }, Date.now());
	const old = requireMeeting(db, id);
	const people = [
		{ id: chairId, roles: ['chair' as const] },
		{ id: delegateId, roles: ['operator' as const] },
	];
	const sent = { ...own, startsAt: old.startsAt, bodyId: null, people, version: old.version };
	const seated = { participants: listSeats(db, id, dateOf(old.startsAt)), unitIds: old.unitIds };
	updateMeeting(db, id, { participants: participantsAfterEdit(seated, sent) });
	expect(requireMeeting(db, id).participants).toEqual(old.participants);
});
