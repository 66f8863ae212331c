import { listDocuments } from '#db/documents/documents.ts';
import { filePath } from '#db/documents/file-store.ts';
import { sendBytes } from '#lib/dossier/send-bytes.ts';
import { TcpRelay } from '#test/support/tcp-relay.ts';
import { createTestMeeting } from '#test/support/test-meeting.ts';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startRouteServer } from '../routes/route-server.ts';
import { startUploads } from './upload-server.ts';

const chunk = 256 * 1024;

test('over a link that is cut in the middle of pieces a file arrives whole, and nothing twice but the pieces that were cut', async () => {
	const server = await startRouteServer();
	const meeting = createTestMeeting(server.db, { delegates: 1 });
	const cookie = server.signIn(meeting.secretaryId);
	const { port, outcome } = await startUploads(server);
	const bytes = Buffer.alloc(10 * chunk + 77, 'tài liệu của kỳ họp, bản thứ nhất; ');
	bytes.write('%PDF-1.7');
	// In the first piece, within others, and once more what was cut before.
	const relay = await TcpRelay.open(port, [chunk / 2, 3.3 * chunk, 5.9 * chunk, 8 * chunk, bytes.length - 9]);
	onTestFinished(() => relay.close());
	let url = '';
	const waits: boolean[] = [];
	const sent = await sendBytes({
		file: bytes,
		metadata: {
			meeting: meeting.id,
			name: 'a.pdf',
			title: 'Tờ trình',
			label: 'internal',
			declared: 'no-state-secret',
			modified: '1',
		},
		url: undefined,
		signal: new AbortController().signal,
		onurl: (of) => (url = of),
		onprogress: () => {},
		onwaiting: (isWaiting) => void waits.push(isWaiting),
		link: { endpoint: `http://127.0.0.1:${relay.port}/uploads`, headers: { cookie }, chunk },
		pause: () => Promise.resolve(),
	});
	expect(sent).toBe('all-there');
	expect(relay.cuts).toBe(5);
	expect(waits).toContain(true);
	const headOfRequest = 2_000;
	expect(relay.sent).toBeLessThan(bytes.length + relay.cuts * chunk + 40 * headOfRequest);
	await outcome(new URL(url).pathname, cookie);
	const [paper] = listDocuments(server.db, meeting.id);
	expect(listDocuments(server.db, meeting.id)).toHaveLength(1);
	expect(readFileSync(filePath(server.dataDir, paper?.current.sha256 ?? '')).equals(bytes)).toBe(true);
	expect(readdirSync(path.join(server.dataDir, 'files', 'parts'))).toEqual([]);
});

/** What stands between answers for the server. */
test.each([
	[413, 'upload-too-large-on-way'],
	[502, 'upload-unanswered'],
])('a proxy’s %i is told as what it is', async (status, code) => {
	const proxy = createServer((request, response) => {
		request.resume();
		response.writeHead(status, { 'content-type': 'text/html' }).end('<html>nginx</html>');
	});
	await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => void proxy.close());
	const { port } = proxy.address() as { port: number };
	const result = await sendBytes({
		file: Buffer.from('%PDF-1.7'),
		metadata: {},
		url: undefined,
		signal: new AbortController().signal,
		onurl: () => {},
		onprogress: () => {},
		onwaiting: () => {},
		link: { endpoint: `http://127.0.0.1:${port}/uploads`, headers: {} },
		pause: () => Promise.resolve(),
	});
	expect(result).toEqual({ code });
});
