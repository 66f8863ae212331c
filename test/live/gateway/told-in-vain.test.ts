import { Hall } from '#live/gateway/hall.ts';
import type { JournalWriter } from '#live/journal/journal-writer.ts';
import { RunningMeeting } from '#live/running-meeting.ts';
import { meetingBefore } from '#meeting/state.ts';
import { planWithClosed } from '#test/support/meeting.ts';
import { pino } from 'pino';
import type { Server, Socket } from 'socket.io';
import { expect, onTestFinished, test, vi } from 'vitest';
import { pretendMedia, PretendSocket } from './pretend-media.ts';

const said = (logged: { mock: { calls: readonly (readonly unknown[])[] } }) =>
	logged.mock.calls.map(([entry]) => (entry as { err: Error }).err.message);

test('what cannot be told to hundreds, or to one anew, is said in the log and ends nothing', async () => {
	const meeting = new RunningMeeting(
		'meeting',
		{ state: meetingBefore, lastAt: 0 },
		{
			writer: { write: ({ settled }) => settled(), flush() {} } as Pick<
				JournalWriter,
				'write' | 'flush'
			> as JournalWriter,
			urn: () => ({ for: 0, against: 0, abstain: 0 }),
			clock: Date.now,
			findRequest: () => undefined,
			preparePlan: async () => async () => {},
		},
	);
	await meeting.giveAsSystem('open-meeting', { plan: planWithClosed() });
	const failing = (what: string) => (): never => {
		throw new Error(what);
	};
	const log = pino({ level: 'silent' });
	const logged = vi.spyOn(log, 'error');
	const iceServersFor = vi.fn<() => readonly []>(() => []);
	const hall = new Hall(meeting, {
		io: { of: () => ({ to: () => ({ emit: failing('no records') }) }) } as unknown as Server,
		serverId: 'server',
		iceServersFor,
		media: pretendMedia(),
		receipts: { receivedPlan: () => {} },
		log,
		emptied() {},
	});
	onTestFinished(() => hall.close());
	const guest = { meetingId: 'meeting', participantId: 'guest', deviceId: 'device', accountId: 'g', sessionKey: 'g' };
	const socket = new PretendSocket();
	await hall.enter(socket as unknown as Socket, { ...guest, checking: false, lastSeq: 0 });
	await meeting.giveAsSystem('revise-plan', { plan: { ...planWithClosed(), title: 'Phiên họp khác' } });
	await vi.waitFor(() => expect(said(logged)).toContain('no records'), { timeout: 10_000 });
	const chair = { kind: 'participant', participantId: 'chair', deviceId: 'device-of-chair' } as const;
	const note = { noteId: 'note', kind: 'remark', itemId: 'item-1', speakerId: null, text: 'Ý kiến' } as const;
	expect(await meeting.give(chair, { name: 'write-note', input: note }, 'request')).toHaveProperty('seq');
	iceServersFor.mockImplementation(failing('no welcome'));
	const { agenda, ...plan } = planWithClosed();
	const closed = agenda.map((item) => (item.id === 'item-1' ? { ...item, access: 'closed' as const } : item));
	await meeting.giveAsSystem('revise-plan', { plan: { ...plan, agenda: closed } });
	await vi.waitFor(() => expect(said(logged)).toContain('no welcome'), { timeout: 10_000 });
});
