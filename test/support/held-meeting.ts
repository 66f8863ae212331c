import type { Database } from '#db/client.ts';
import { findRequest } from '#db/journal/journal.ts';
import { countUrn } from '#db/votes/urn.ts';
import { JournalWriter } from '#live/journal/journal-writer.ts';
import { RunningMeeting } from '#live/running-meeting.ts';
import type { CommandInput, CommandName } from '#meeting/commands.ts';
import type { Asked } from '#meeting/decide.ts';
import { meetingBefore } from '#meeting/state.ts';
import { pino, type Logger } from 'pino';
import { requirePlan } from './require-plan.ts';
import { createTestMeeting, type TestMeeting } from './test-meeting.ts';

/** A meeting that was held, on a real database: a named vote, one that was cancelled, two secret ones, and its end. */
export async function holdMeeting(db: Database, log: Logger = pino({ level: 'silent' })): Promise<TestMeeting> {
	const dossier = createTestMeeting(db, { delegates: 3 });
	const { id, chairId, delegateIds } = dossier;
	let now = 1_790_000_000_000;
	let requests = 0;
	const writer = new JournalWriter(db, log);
	const meeting = new RunningMeeting(
		id,
		{ state: meetingBefore, lastAt: 0 },
		{
			writer,
			urn: (voteId) => countUrn(db, id, voteId),
			clock: () => (now += 1_000),
			findRequest: (requestId) => findRequest(db, id, requestId),
			preparePlan: async () => async () => {},
		},
	);
	const give = async <N extends CommandName>(participantId: string, name: N, input: CommandInput<N>) => {
		const actor = { kind: 'participant', participantId, deviceId: `of-${participantId}` } as const;
		const outcome = await meeting.give(actor, { name, input } as Asked, `request-${requests++}`);
		if (!('seq' in outcome)) throw new Error(`${name}: ${outcome.refused}`);
	};
	await meeting.giveAsSystem('open-meeting', { plan: requirePlan(db, id) });
	for (const participantId of [chairId, ...delegateIds])
		await meeting.giveAsSystem('connect-device', { deviceId: `of-${participantId}`, participantId });
	await give(chairId, 'start-meeting', {});
	const vote = async (voteId: string, secret: boolean, ...choices: ('for' | 'against')[]) => {
		await give(chairId, 'open-vote', { voteId, itemId: null, title: `Biểu quyết ${voteId}`, secret });
		for (const [index, choice] of choices.entries())
			await give(delegateIds[index] ?? chairId, 'cast-ballot', { voteId, choice });
	};
	await vote('named', false, 'for', 'for', 'against');
	await give(chairId, 'close-vote', { voteId: 'named' });
	await give(chairId, 'publish-vote', { voteId: 'named' });
	await vote('cancelled', true, 'for');
	await give(chairId, 'cancel-vote', { voteId: 'cancelled', reason: 'Sai nội dung' });
	await vote('secret-1', true, 'for', 'for', 'against');
	await give(chairId, 'close-vote', { voteId: 'secret-1' });
	await vote('secret-2', true, 'for', 'against', 'against', 'for');
	await give(chairId, 'close-vote', { voteId: 'secret-2' });
	await give(chairId, 'publish-vote', { voteId: 'secret-2' });
	await give(chairId, 'end-meeting', {});
	writer.close();
	return dossier;
}
