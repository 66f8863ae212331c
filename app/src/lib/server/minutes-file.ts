import { filePath, hasFile, storeFile } from '#db/documents/file-store.ts';
import { docx } from '#db/documents/file-type.ts';
import { findEnd } from '#db/journal/heads.ts';
import { listMinutes, recordMinutes } from '#db/minutes/minutes.ts';
import { largestPaper } from '#meeting/plan.ts';
import { nextTurn } from '#live/next-turn.ts';
import type { Services } from '#live/services.ts';
import { composeMinutes, type OpenedMeeting } from '#minutes/compose-minutes.ts';
import type { Minutes } from '#minutes/minutes.ts';
import type { JournalEnd } from '#minutes/render-minutes.ts';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

type Store = Pick<Services, 'db' | 'dataDir' | 'work'>;

/**
 * The whole minutes: as approved or, until then, as the journal stands now. They are drawn up anew only when something
 * that they say has changed, and kept by their SHA-256, so that all who ask get the same file.
 */
export async function wholeMinutes({ db, dataDir, work }: Store, state: OpenedMeeting, now: number): Promise<Buffer> {
	const { meetingId } = state.plan;
	// As it is with this state: it may end while they are composed.
	const end = findEnd(db, meetingId);
	const content = await compose(state);
	const drawn = listMinutes(db, meetingId);
	const contentSha256 = createHash('sha256').update(JSON.stringify(content)).digest('hex');
	const standing =
		drawn.find(({ status }) => status === 'approved') ??
		drawn.find((each) => each.status === 'draft' && each.contentSha256 === contentSha256);
	if (standing && (await hasFile(dataDir, standing.sha256))) return readFile(filePath(dataDir, standing.sha256));

	const bytes = await draw(work, content, end);
	const file = { ...(await storeFile(dataDir, bytes, largestPaper, ['application/zip'])), type: docx };
	recordMinutes(db, { meetingId, file, journalSeq: state.seq, contentSha256 }, now);
	return bytes;
}

/** What one participant may read of them; nothing of it is kept. */
export const minutesFor = async (
	{ db, work }: Pick<Store, 'db' | 'work'>,
	state: OpenedMeeting,
	readerId: string,
): Promise<Buffer> => {
	const end = findEnd(db, state.plan.meetingId);
	return draw(work, await compose(state, readerId), end);
};

/** To hear who asks for the minutes of hundreds, to compose them, and to hand them to a thread, are three turns of the loop. */
async function compose(state: OpenedMeeting, readerId?: string): Promise<Minutes> {
	await nextTurn();
	return composeMinutes(state, readerId);
}

/** A tenth of a second of a processor for a long meeting, that nobody else waits for. */
async function draw(work: Services['work'], minutes: Minutes, end: JournalEnd | undefined): Promise<Buffer> {
	await nextTurn();
	return Buffer.from(await work.run<Uint8Array>('drawMinutes', { minutes, end }));
}
