import { listDocuments } from '#db/documents/documents.ts';
import { createTestMeeting } from '#test/support/test-meeting.ts';
import { expect, test, vi } from 'vitest';
import { startRouteServer } from '../routes/route-server.ts';
import { startUploads } from './upload-server.ts';

const { bringToDisk } = vi.hoisted(() => ({ bringToDisk: vi.fn(() => Promise.resolve()) }));
vi.mock('#db/sync-path.ts', () => ({
	syncPath: (path: string) => (path.endsWith('-wal') ? bringToDisk() : Promise.resolve()),
}));

test('an upload, and the paper that it becomes, are told once the disk has them, for which the loop does not wait', async () => {
	const server = await startRouteServer();
	const uploads = await startUploads(server);
	const meeting = createTestMeeting(server.db, { delegates: 1 });
	const cookie = server.signIn(meeting.secretaryId);
	/** What is asked waits for the disk; `isWritten`: what is seen of it meanwhile. */
	const waits = async (asked: () => Promise<unknown>, isWritten: () => boolean) => {
		const disk = Promise.withResolvers<void>();
		bringToDisk.mockClear().mockReturnValueOnce(disk.promise);
		const told = vi.fn();
		const answer = asked().finally(told);
		await vi.waitFor(() => expect(bringToDisk).toHaveBeenCalledTimes(1));
		expect([isWritten(), told.mock.calls.length]).toEqual([true, 0]);
		disk.resolve();
		await answer;
		expect(bringToDisk).toHaveBeenCalledTimes(1);
	};
	const pdf = '%PDF-1.7 tài liệu';
	const known = () => server.db.sqlite.prepare('SELECT count(*) FROM uploads').pluck().get() === 1;
	let where = '';
	await waits(async () => {
		const metadata = { meeting: meeting.id, name: 'a.pdf', title: 'Tờ trình', modified: '1' };
		const created = await uploads.create(cookie, Buffer.byteLength(pdf), metadata);
		where = created.headers.get('location') ?? '';
	}, known);
	await waits(
		async () => {
			await uploads.patch(where, cookie, 0, pdf);
			await uploads.outcome(where, cookie);
		},
		() => listDocuments(server.db, meeting.id).length === 1,
	);
});
