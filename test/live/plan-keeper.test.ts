import { allPresences, presenceOf } from '#meeting/presences.ts';
import { addDocument } from '#db/documents/documents.ts';
import { readJournal } from '#db/journal/journal.ts';
import { addAgendaItem } from '#db/meetings/agenda.ts';
import { updateMeeting } from '#db/meetings/meetings.ts';
import { requireMeeting } from '#db/meetings/read-meeting.ts';
import { setStatus } from '#db/meetings/status.ts';
import { addTerm } from '#db/org/body-terms.ts';
import { editBody, requireBody } from '#db/org/bodies.ts';
import { editPerson, insertPerson } from '#db/org/people.ts';
import { RunningMeetings } from '#live/running-meetings.ts';
import type { Plan } from '#meeting/plan.ts';
import { startLiveServer, type LiveServer } from '#test/support/live-server.ts';
import { createTestMeeting, type TestMeeting } from '#test/support/test-meeting.ts';
import path from 'node:path';
import { pino } from 'pino';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../db/temporary-database.ts';

const day = 24 * 3_600_000;

let file: string;
let server: LiveServer;
let meeting: TestMeeting;

beforeEach(async () => {
	file = path.join(temporaryFolder(), 'db.sqlite');
	server = await startLiveServer(file);
	onTestFinished(() => server.close());
	meeting = createTestMeeting(server.db, { delegates: 2 });
});

const stateNow = (id = meeting.id) => server.stateOf(id);
const kinds = (id = meeting.id) => [...readJournal(server.db, id)].map(({ event }) => event.type);

/** Invites somebody in the dossier, as a secretary's form does. */
function invite(name: string): string {
	const id = insertPerson(server.db, { name, position: '' });
	const { participants } = requireMeeting(server.db, meeting.id);
	updateMeeting(server.db, meeting.id, { participants: [...participants, { id, roles: ['delegate'] }] });
	return id;
}

/** What a secretary does between the opening of the hall and the meeting. */
function editDossier() {
	const itemId = addAgendaItem(server.db, meeting.id, { title: 'Bổ sung' });
	const stored = { sha256: 'a'.repeat(64), size: 1, type: 'application/pdf' } as const;
	const paper = {
		meetingId: meeting.id,
		itemId,
		title: 'Tờ trình',
		label: 'internal',
		fileName: 'to-trinh.pdf',
	} as const;
	const { versionId } = addDocument(server.db, { ...paper, file: stored, uploadedBy: null, pages: 2 }, Date.now());
	return { itemId, versionId, delegateId: invite('Đại biểu mới') };
}

async function openAndLeave(): Promise<void> {
	const early = await server.enter(server.signIn(meeting.chairId), { meetingId: meeting.id });
	const left = expect.poll(() => presenceOf(stateNow().attendance.came, meeting.chairId)?.devices, { timeout: 5_000 });
	early.socket.disconnect();
	await left.toEqual([]);
}

test('what is edited while nobody is in an open hall is there when they come', async () => {
	await openAndLeave();
	const { itemId, versionId, delegateId } = editDossier();
	const delegate = await server.enter(server.signIn(delegateId), { meetingId: meeting.id });
	const seen = await delegate.until('the plan', ({ plan }) => plan !== null);
	expect(seen.plan?.agenda.map(({ id }) => id)).toEqual([itemId]);
	expect(seen.plan?.papers.map((paper) => paper.versionId)).toEqual([versionId]);
	expect(presenceOf(stateNow().attendance.came, delegateId)?.devices).toEqual([delegate.id]);
});

test('the same after a restart', async () => {
	await openAndLeave();
	const { versionId, delegateId } = editDossier();
	const [cookie, delegateCookie] = [server.signIn(meeting.secretaryId), server.signIn(delegateId)];
	await server.close();
	server = await startLiveServer(file);
	onTestFinished(() => server.close());
	const secretary = await server.enter(cookie, { meetingId: meeting.id });
	await secretary.until('the new paper', ({ plan }) => plan?.papers.length === 1);
	await server.enter(delegateCookie, { meetingId: meeting.id });
	expect(await secretary.give('start-meeting', {})).toMatchObject({ ok: true });
	expect(await secretary.give('present-document', { versionId, page: 1 })).toMatchObject({ ok: true });
});

test('a hand that tells nobody invites all the same', async () => {
	await server.enter(server.signIn(meeting.chairId), { meetingId: meeting.id });
	const late = await server.enter(server.signIn(invite('Người được mời muộn')), { meetingId: meeting.id });
	expect(allPresences(stateNow().attendance.came)).toHaveLength(2);
	expect(await late.give('clock/read', {})).toMatchObject({ ok: true });
});

test('a device check opens nothing, and lets nobody else in', async () => {
	const later = createTestMeeting(server.db, { delegates: 1, startsAt: Date.now() + 21 * day });
	for (const id of [meeting.id, later.id])
		server.db.sqlite.exec(`UPDATE meetings SET status = 'draft' WHERE id = '${id}'`);
	for (const { id, chairId, delegateIds } of [meeting, later]) {
		const checking = await server.enter(server.signIn(chairId), { meetingId: id, checking: true });
		expect(await checking.give('clock/read', {})).toMatchObject({ ok: true });
		expect(kinds(id)).toEqual([]);
		expect(stateNow(id).lifecycle.phase).toBe('planned');
		const delegate = server.signIn(delegateIds[0] ?? '');
		await expect(server.enter(delegate, { meetingId: id })).rejects.toThrow('meeting-not-open');
		await expect(server.enter(delegate, { meetingId: id, checking: true })).rejects.toThrow('meeting-not-open');
	}
});

test('who checks a device hears of the opening, and comes in as the same device', async () => {
	const cookie = server.signIn(meeting.chairId);
	const checking = await server.enter(cookie, { meetingId: meeting.id, checking: true });
	await server.enter(server.signIn(meeting.secretaryId), { meetingId: meeting.id });
	await checking.until('the opening', ({ lifecycle }) => lifecycle.phase === 'open');
	await server.enter(cookie, { meetingId: meeting.id, deviceId: checking.id });
	expect(presenceOf(stateNow().attendance.came, meeting.chairId)?.devices).toEqual([checking.id]);
});

test('the doors of a hall that somebody opened early are the same as before', async () => {
	const draft = createTestMeeting(server.db, { delegates: 1 });
	server.db.sqlite.exec(`UPDATE meetings SET status = 'draft' WHERE id = '${draft.id}'`);
	const tomorrow = createTestMeeting(server.db, { delegates: 1, startsAt: Date.now() + day });
	const delegates = [draft, tomorrow].map(({ delegateIds }) => server.signIn(delegateIds[0] ?? ''));
	for (const [index, { id, secretaryId }] of [draft, tomorrow].entries()) {
		await server.enter(server.signIn(secretaryId), { meetingId: id });
		expect(stateNow(id).lifecycle.phase).toBe('open');
		await expect(server.enter(delegates[index], { meetingId: id })).rejects.toThrow('meeting-not-open');
	}
	setStatus(server.db, draft.id, 'approved', Date.now());
	setStatus(server.db, draft.id, 'invited', Date.now());
	await server.enter(delegates[0], { meetingId: draft.id });
});

test('the operator of a draft waits until it is approved', async () => {
	const operator = insertPerson(server.db, { name: 'Kỹ thuật viên', position: '' });
	const { participants } = requireMeeting(server.db, meeting.id);
	updateMeeting(server.db, meeting.id, { participants: [...participants, { id: operator, roles: ['operator'] }] });
	server.db.sqlite.exec("UPDATE meetings SET status = 'draft'");
	const cookie = server.signIn(operator);
	await expect(server.enter(cookie, { meetingId: meeting.id })).rejects.toThrow('meeting-not-open');
	setStatus(server.db, meeting.id, 'approved', Date.now());
	await server.enter(cookie, { meetingId: meeting.id });
});

/** Changes of which the keeper is not told: what is decided next has them all the same. */
test('the start and the opening of a vote go by the dossier of that moment', async () => {
	const chair = await server.enter(server.signIn(meeting.chairId), { meetingId: meeting.id });
	for (const id of meeting.delegateIds) await server.enter(server.signIn(id), { meetingId: meeting.id });
	editPerson(server.db, meeting.secretaryId, { name: 'Trần Thị Thư Ký', position: 'Chánh Văn phòng' });
	expect(await chair.give('start-meeting', {})).toMatchObject({ ok: true });
	expect(stateNow().plan?.participants.find(({ id }) => id === meeting.secretaryId)?.name).toBe('Trần Thị Thư Ký');

	const { body } = requireMeeting(server.db, meeting.id);
	if (!body) throw new Error('a body meets');
	editBody(server.db, body.id, { ...requireBody(server.db, body.id, '2026-01-01'), seats: 4, from: '2020-01-01' });
	const memberId = insertPerson(server.db, { name: 'Ủy viên mới', position: 'Ủy viên' });
	addTerm(server.db, {
		bodyId: body.id,
		personId: memberId,
		position: 'Ủy viên',
		validFrom: '2021-01-01',
		validTo: null,
	});
	const vote = { voteId: 'vote-1', itemId: null, title: 'Thông qua', secret: false };
	expect(await chair.give('open-vote', vote)).toMatchObject({ ok: true });
	expect(stateNow().votes[0]).toMatchObject({
		seats: 4,
		entitled: expect.arrayContaining([expect.objectContaining({ personId: memberId })]),
	});
	expect(kinds().slice(-2)).toEqual(['plan-changed', 'vote-opened']);
	// Entitled and invited: they come in and vote.
	const member = await server.enter(server.signIn(memberId), { meetingId: meeting.id });
	expect(await member.give('cast-ballot', { voteId: 'vote-1', choice: 'for' })).toMatchObject({ ok: true });
});

test('a dossier in which nothing has changed writes nothing', async () => {
	const chair = await server.enter(server.signIn(meeting.chairId), { meetingId: meeting.id });
	await server.live.meetings.plansChanged();
	await server.live.meetings.plansChanged(meeting.id);
	expect(await chair.give('start-meeting', {})).toMatchObject({ ok: true });
	expect(kinds()).toEqual(['meeting-opened', 'device-connected', 'meeting-started']);
});

test('who is left out during an open vote sees it and votes, also after a break of the link, and leaves when it has ended', async () => {
	const item = { parentId: null, title: 'Kỷ luật', presenterId: null, plannedMinutes: null, access: 'closed' } as const;
	const itemId = addAgendaItem(server.db, meeting.id, item);
	const chair = await server.enter(server.signIn(meeting.chairId), { meetingId: meeting.id });
	const [leftOut = '', other = ''] = meeting.delegateIds;
	const cookie = server.signIn(leftOut);
	const delegate = await server.enter(cookie, { meetingId: meeting.id });
	await server.enter(server.signIn(other), { meetingId: meeting.id });
	await chair.give('start-meeting', {});
	const vote = { voteId: 'vote', itemId, title: 'Thông qua', secret: false };
	expect(await chair.give('open-vote', vote)).toMatchObject({ ok: true });
	const { participants } = requireMeeting(server.db, meeting.id);
	const remaining = participants.filter((each) => each.id !== leftOut);
	updateMeeting(server.db, meeting.id, { participants: remaining, bodyId: null });
	await server.live.meetings.plansChanged(meeting.id);
	await chair.until('the new plan', ({ plan }) => plan?.participants.length === remaining.length);
	const back = await server.enter(cookie, { meetingId: meeting.id, deviceId: delegate.id });
	// Its item is closed to them by now, and the title of the item is gone.
	expect([back.state.votes[0]?.title, back.state.plan?.agenda[0]?.title]).toEqual(['Thông qua', '']);
	expect(await back.give('cast-ballot', { voteId: 'vote', choice: 'for' })).toMatchObject({ ok: true });
	const goodbye = back.next('goodbye');
	expect(await chair.give('close-vote', { voteId: 'vote' })).toMatchObject({ ok: true });
	expect(await goodbye).toEqual({ code: 'not-invited' });
	await expect(server.enter(cookie, { meetingId: meeting.id })).rejects.toThrow('not-invited');
});

test('who is on the list of a vote hears of it as it opens, though its item is closed to them', async () => {
	const item = { parentId: null, title: 'Kỷ luật', presenterId: null, plannedMinutes: null, access: 'closed' } as const;
	const itemId = addAgendaItem(server.db, meeting.id, item);
	// Until the vote is opened they are told the same as delegates.
	const operator = insertPerson(server.db, { name: 'Kỹ thuật viên', position: '' });
	const { participants } = requireMeeting(server.db, meeting.id);
	updateMeeting(server.db, meeting.id, {
		participants: [...participants, { id: operator, roles: ['operator'] }],
		bodyId: null,
	});
	const [chair, delegate, outsider] = await Promise.all(
		[meeting.chairId, meeting.delegateIds[0] ?? '', operator].map((id) =>
			server.enter(server.signIn(id), { meetingId: meeting.id }),
		),
	);
	await chair?.give('start-meeting', {});
	const vote = { voteId: 'vote', itemId, title: 'Thông qua', secret: false };
	expect(await chair?.give('open-vote', vote)).toMatchObject({ ok: true });
	await delegate?.until('the vote', ({ votes }) => votes[0]?.title === 'Thông qua');
	expect(await delegate?.give('cast-ballot', { voteId: 'vote', choice: 'for' })).toMatchObject({ ok: true });
	const { seq } = stateNow();
	await outsider?.until('the ballot, withheld', (state) => state.seq >= seq);
	expect(outsider?.state.votes).toEqual([]);
});

test('what administrators change reaches each meeting in memory, and a dossier that cannot be read keeps none of the others', async () => {
	const other = createTestMeeting(server.db, { delegates: 1 });
	const chairs = await Promise.all(
		[meeting, other].map(({ id, chairId }) => server.enter(server.signIn(chairId), { meetingId: id })),
	);
	const nameOf = (of: TestMeeting) => stateNow(of.id).plan?.participants.find(({ id }) => id === of.secretaryId)?.name;
	const bodyId = requireMeeting(server.db, meeting.id).body?.id ?? '';
	server.db.sqlite.prepare("UPDATE bodies SET rule_set = '{}' WHERE id = ?").run(bodyId);
	for (const { secretaryId } of [meeting, other])
		editPerson(server.db, secretaryId, { name: 'Tên mới', position: 'Thư ký' });
	await server.live.meetings.plansChanged();
	expect([nameOf(meeting), nameOf(other)]).toEqual(['Trần Thị Thư', 'Tên mới']);
	const isNamed = ({ plan }: { plan: Plan | null }) =>
		plan?.participants.some(({ name }) => name === 'Tên mới') ?? false;
	await chairs[1]?.until('the new name', isNamed);
	// Nothing counts on a plan that cannot be read; the meeting itself goes on.
	expect(await chairs[0]?.give('start-meeting', {})).toEqual({ ok: false, code: 'unavailable' });
	expect(await chairs[0]?.give('announce', {})).toEqual({ ok: false, code: 'not-allowed' });
});

test('what is edited while the doors are being opened is in the plan, and who comes meanwhile waits for the same opening', async () => {
	const meetings = new RunningMeetings(server.db, pino({ level: 'silent' }));
	onTestFinished(() => meetings.close());
	const running = await meetings.require(meeting.id);
	const opening = meetings.plans.open(running);
	const itemId = addAgendaItem(server.db, meeting.id, { title: 'Bổ sung' });
	await meetings.plans.keepUp(meeting.id);
	expect(running.head.lifecycle.phase, 'it is not open yet').toBe('planned');
	expect(await Promise.all([opening, meetings.plans.open(running)])).toEqual([undefined, undefined]);
	expect(running.state.plan?.agenda.map(({ id }) => id)).toEqual([itemId]);
	expect(kinds()).toEqual(['meeting-opened', 'plan-changed']);
});

test('the plan of what counts is made in a turn before: what is told to have changed since is in it all the same, and what is asked meanwhile is decided after it', async () => {
	const meetings = new RunningMeetings(server.db, pino({ level: 'silent' }));
	onTestFinished(() => meetings.close());
	const running = await meetings.require(meeting.id);
	await meetings.plans.open(running);
	const chair = { kind: 'participant', participantId: meeting.chairId, deviceId: 'device-of-the-chair' } as const;
	const agenda = () => running.head.plan?.agenda.map(({ title }) => title);
	addAgendaItem(server.db, meeting.id, { title: 'Khai mạc' });
	const [participantId = ''] = meeting.delegateIds;
	const notTheirs = running.give({ ...chair, participantId }, { name: 'start-meeting', input: {} }, 'start');
	expect([await notTheirs, agenda()], 'for whose part it is not none is made').toEqual([
		{ refused: 'not-allowed' },
		[],
	]);
	const started = running.give(chair, { name: 'start-meeting', input: {} }, 'start');
	const paused = running.give(chair, { name: 'pause-meeting', input: {} }, 'pause');
	expect(running.head.lifecycle.phase, 'it is decided in a turn to come').toBe('open');
	addAgendaItem(server.db, meeting.id, { title: 'Không ai báo' });
	expect([await started, await paused]).toEqual([{ seq: 3 }, { seq: 4 }]);
	expect(agenda(), 'hundreds of rows are not read again in the turn that decides').toEqual(['Khai mạc']);
	const voting = { voteId: 'vote', itemId: null, title: 'Thông qua', secret: false };
	await running.give(chair, { name: 'resume-meeting', input: {} }, 'resume');
	const voted = running.give(chair, { name: 'open-vote', input: voting }, 'vote');
	addAgendaItem(server.db, meeting.id, { title: 'Bổ sung' });
	meetings.plans.noteChange();
	// Nobody is there to vote: the plan is up to date all the same.
	expect(await voted).toEqual({ refused: 'no-quorum' });
	expect(agenda()).toEqual(['Khai mạc', 'Không ai báo', 'Bổ sung']);
	const resumed = ['plan-changed', 'meeting-started', 'meeting-paused', 'meeting-resumed'];
	expect(kinds().slice(1)).toEqual([...resumed, 'plan-changed']);
});
