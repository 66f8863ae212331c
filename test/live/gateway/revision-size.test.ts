import { toRow, firstHash } from '#db/journal/entry.ts';
import { Hall } from '#live/gateway/hall.ts';
import type { JournalWriter, Writing } from '#live/journal/journal-writer.ts';
import { RunningMeeting } from '#live/running-meeting.ts';
import type { AgendaItem, Participant, Plan, Role } from '#meeting/plan.ts';
import type { Recorded } from '#meeting/record.ts';
import { meetingBefore } from '#meeting/state.ts';
import { planWith } from '#test/support/meeting.ts';
import { pino } from 'pino';
import type { Server, Socket } from 'socket.io';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { pretendMedia, PretendSocket } from './pretend-media.ts';

/** As many as 320 sites and their people. */
const size = 624;

/** As socket.io sends it: JSON, and what is binary beside it. */
function bytesOf({ name, message }: PretendSocket['sent'][number]): number {
	let binary = 0;
	const text = JSON.stringify([name, message], (_key, value: unknown) => {
		if (!(value instanceof Uint8Array)) return value;
		binary += value.byteLength;
		return null;
	});
	return binary + Buffer.byteLength(text);
}

const idOf = (index: number) => `9b2f61d4-7c1e-4a35-8f0e-${String(index).padStart(12, '0')}`;
const item = (index: number, access: AgendaItem['access']): AgendaItem => ({
	id: idOf(10_000 + index),
	parentId: null,
	number: String(index),
	title: `Báo cáo tình hình thực hiện nhiệm vụ phát triển kinh tế - xã hội, nội dung ${index}`,
	plannedMinutes: 30,
	presenterId: idOf(1),
	access,
});

/** A chair and members of a body, and guests: a third each of those who come from outside. */
function largePlan(): Plan {
	const plan = planWith();
	const roleOf = (index: number): Role => (index === 0 ? 'chair' : index % 3 === 0 ? 'guest' : 'delegate');
	const participants = Array.from({ length: size }, (_, index): Participant => ({
		id: idOf(index),
		kind: 'person',
		name: `Nguyễn Thị Thanh Hương ${index}`,
		position: 'Phó Chủ tịch Ủy ban nhân dân xã',
		unitName: `Ủy ban nhân dân xã Thọ Xuân ${index}`,
		unitCode: String(14_000 + index),
		area: index % 27,
		siteId: null,
		roles: [roleOf(index)],
	}));
	const members = participants.filter((_, index) => index % 3 === 1).map(({ id, name }) => ({ personId: id, name }));
	return {
		...plan,
		participants,
		agenda: Array.from({ length: 12 }, (_, index) => item(index + 1, 'open')),
		papers: [],
		body: plan.body && { ...plan.body, seats: members.length, members },
	};
}

let meeting: RunningMeeting;
let hall: Hall;
let sockets: PretendSocket[];
let journalled: Writing['entries'][number][];
/** the most devices that were told something at one go */
let together: number;

beforeEach(async () => {
	journalled = [];
	sockets = [];
	together = 0;
	const writer: Pick<JournalWriter, 'write' | 'flush'> = {
		write: ({ entries, settled }) => {
			journalled.push(...entries);
			settled();
		},
		flush: () => {},
	};
	meeting = new RunningMeeting(
		'meeting',
		{ state: meetingBefore, lastAt: 0 },
		{
			writer: writer as JournalWriter,
			urn: () => ({ for: 0, against: 0, abstain: 0 }),
			clock: Date.now,
			findRequest: () => undefined,
			preparePlan: async () => async () => {},
		},
	);
	await meeting.giveAsSystem('open-meeting', { plan: largePlan() });
	const to = (links: string[]) => ({
		emit: (name: string, message: unknown) => {
			together = Math.max(together, links.length);
			for (const socket of sockets) if (links.includes(socket.id)) socket.emit(name, message);
		},
	});
	hall = new Hall(meeting, {
		io: { of: () => ({ to }) } as unknown as Server,
		serverId: 'server',
		iceServersFor: () => [],
		media: pretendMedia(),
		receipts: { receivedPlan: () => {} },
		log: pino({ level: 'silent' }),
		emptied: () => {},
	});
	onTestFinished(() => hall.close());
	const entering = largePlan().participants.map(({ id: participantId }) => {
		const socket = new PretendSocket();
		sockets.push(socket);
		const ids = { meetingId: 'meeting', participantId, deviceId: `device-of-${participantId}` };
		const session = { accountId: participantId, sessionKey: participantId, checking: false, lastSeq: 0 };
		return hall.enter(socket as unknown as Socket, { ...ids, ...session });
	});
	await Promise.all(entering);
	await quiet();
});

/** Until what is gathered for a moment (40 ms) has been sent to everybody. */
async function quiet(): Promise<void> {
	const count = () => sockets.reduce((sum, { sent }) => sum + sent.length, 0);
	let before = -1;
	await expect
		.poll(
			() => {
				const settled = count() === before;
				before = count();
				return settled;
			},
			{ message: 'nothing more is sent', interval: 100, timeout: 10_000 },
		)
		.toBe(true);
}

/** Carries a revision out: what it wrote, what it sent, and to how many a snapshot. */
async function revise(change: (plan: Plan) => Plan) {
	const plan = meeting.state.plan;
	if (!plan) throw new Error('the meeting is open');
	journalled = [];
	for (const { sent } of sockets) sent.length = 0;
	expect(await meeting.giveAsSystem('revise-plan', { plan: change(plan) })).toHaveProperty('seq');
	await quiet();
	const sent = sockets.flatMap((socket) => socket.sent);
	return {
		written: journalled.reduce((sum, entry) => sum + Buffer.byteLength(JSON.stringify(toRow(entry, firstHash))), 0),
		sent: sent.reduce((sum, each) => sum + bytesOf(each), 0),
		told: sent.filter(({ name }) => name === 'records').length,
		snapshots: sent.filter(({ name }) => name === 'welcome').length,
	};
}

test('one added item among 624 participants is written and sent as one item', async () => {
	const added = await revise((plan) => ({ ...plan, agenda: [...plan.agenda, item(13, 'open')] }));
	expect(added).toMatchObject({ told: size, snapshots: 0 });
	expect(added.written).toBeLessThanOrEqual(3 * 1024);
	expect(added.sent).toBeLessThanOrEqual(2 * 1024 * 1024);
});

test('hundreds are told of an event some at a time: others of the process wait for none of them', async () => {
	const chair = { kind: 'participant', participantId: idOf(0), deviceId: `device-of-${idOf(0)}` } as const;
	for (const { sent } of sockets) sent.length = 0;
	for (const [name, id] of [
		['start-meeting', 'request-1'],
		['request-floor', 'request-2'],
	] as const)
		await meeting.give(chair, { name, input: {} }, id);
	await quiet();
	expect(together).toBeLessThanOrEqual(64);
	const told = sockets.map(({ sent }) =>
		sent.flatMap(({ message }) => (message as Recorded[]).map(({ event }) => event.type)),
	);
	expect(told).toEqual(sockets.map(() => ['meeting-started', 'floor-requested']));
});

test('everything anew goes to those alone who may see something else than before', async () => {
	await meeting.giveAsSystem('revise-plan', { plan: largePlan() });
	const first = largePlan().agenda[0]?.id ?? '';
	const note = { noteId: 'note', kind: 'remark', itemId: first, speakerId: null, text: 'Ý kiến' } as const;
	const chair = { kind: 'participant', participantId: idOf(0), deviceId: `device-of-${idOf(0)}` } as const;
	await meeting.give(chair, { name: 'write-note', input: note }, 'request-1');
	await quiet();
	const closed = await revise((plan) => ({
		...plan,
		agenda: plan.agenda.map((each) => (each.id === first ? { ...each, access: 'closed' } : each)),
	}));
	const insiders = 1 + (largePlan().body?.members.length ?? 0);
	expect(closed).toMatchObject({ told: insiders, snapshots: size - insiders });
	const promoted = await revise((plan) => ({
		...plan,
		participants: plan.participants.map((each) => (each.id === idOf(2) ? { ...each, roles: ['secretary'] } : each)),
	}));
	expect(promoted).toMatchObject({ told: size - 1, snapshots: 1 });
});

test('what was waiting to be told is told by the rights of its own moment, and what follows by the new ones', async () => {
	const first = largePlan().agenda[0]?.id ?? '';
	await revise((plan) => ({
		...plan,
		agenda: plan.agenda.map((each) => (each.id === first ? { ...each, access: 'closed' } : each)),
	}));
	const note = { noteId: 'note', kind: 'remark', itemId: first, speakerId: null, text: 'Ý kiến' } as const;
	const chair = { kind: 'participant', participantId: idOf(0), deviceId: `device-of-${idOf(0)}` } as const;
	// All in one turn: the second note waits for its tick when the item is opened.
	const given = ['request-1', 'request-2'].map((id, index) =>
		meeting.give(chair, { name: 'write-note', input: { ...note, noteId: `note-${index}` } }, id),
	);
	const revised = revise((plan) => ({ ...plan, agenda: plan.agenda.map((each) => ({ ...each, access: 'open' })) }));
	await Promise.all(given);
	const { snapshots } = await revised;
	const guests = sockets.filter((_, index) => index !== 0 && index % 3 !== 1);
	const news = guests.flatMap(({ sent }) => sent.filter(({ name }) => name === 'records'));
	expect(JSON.stringify(news)).not.toContain('Ý kiến');
	expect(snapshots, 'they have both notes from a snapshot').toBe(guests.length);
});

test('who may see an item no more is told nothing of it from that very turn, though they sat with those who may', async () => {
	const first = largePlan().agenda[0]?.id ?? '';
	await revise((plan) => ({
		...plan,
		agenda: plan.agenda.map((each) => (each.id === first ? { ...each, access: 'closed' } : each)),
	}));
	const [member, dropped] = [sockets[1], sockets[4]];
	const chair = { kind: 'participant', participantId: idOf(0), deviceId: `device-of-${idOf(0)}` } as const;
	const write = (noteId: string, text: string) => {
		const note = { noteId, kind: 'remark', itemId: first, speakerId: null, text } as const;
		return meeting.give(chair, { name: 'write-note', input: note }, `request-${noteId}`);
	};
	// What they have of it they must have no more: they are told everything anew, a moment later.
	await write('before', 'Ý kiến');
	await quiet();
	const revised = revise(({ body, ...plan }) => ({
		...plan,
		body: body && { ...body, members: body.members.filter(({ personId }) => personId !== idOf(4)) },
	}));
	await Promise.all([revised, write('meanwhile', 'Kết luận')]);
	expect(JSON.stringify(member?.sent)).toContain('Kết luận');
	expect(dropped?.sent.map(({ name }) => name)).toContain('welcome');
	expect(JSON.stringify(dropped?.sent)).not.toContain('Kết luận');
});
