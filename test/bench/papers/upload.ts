import { sessionCookie } from '#contract/session-cookie.ts';
import { uploadChunk, uploadsPath, type UploadOutcome } from '#contract/uploads.ts';
import { insertAccount } from '#db/auth/accounts.ts';
import { openSession } from '#db/auth/sessions.ts';
import { openAsItIs, openDatabase } from '#db/client.ts';
import { databaseFile } from '#db/data-dir.ts';
import { listDocuments } from '#db/documents/documents.ts';
import { filePath } from '#db/documents/file-store.ts';
import { sendBytes } from '#lib/dossier/send-bytes.ts';
import { heavyPaper } from '#test/e2e/support/heavy-paper.ts';
import { TcpRelay } from '#test/support/tcp-relay.ts';
import { createTestMeeting } from '#test/support/test-meeting.ts';
import { createHash } from 'node:crypto';
import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ControlProcess } from '../control/control-process.ts';

const files = 40;
const pages = 8;
/** of each page; in all 2 GB */
const pageBytes = 6_250_000;
const cuts = 10;

/** The most that heads of requests are taken for, each; bytes. */
const head = 1_024;

const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/** 2 GB in 40 files through a link that is cut 10 times: what was sent, what of it twice, and whether all of it is there. */
export async function measureUpload(say: (line: string) => void) {
	const dataDir = mkdtempSync(path.join(tmpdir(), 'nhip-cau-upload-'));
	try {
		const { meetingId, cookie } = layMeeting(dataDir);
		const server = await ControlProcess.start(dataDir);
		try {
			const total = Array.from({ length: files }, (_, at) => paper(at).length).reduce((sum, size) => sum + size, 0);
			// In the middle of pieces, never at their ends.
			const cutAt = Array.from({ length: cuts }, (_, at) => ((at + 0.37) / cuts) * total);
			const relay = await TcpRelay.open(Number(new URL(server.url).port), cutAt);
			const headers = { cookie, 'x-forwarded-for': '127.0.0.1' };
			const began = performance.now();
			const expected: string[] = [];
			const outcomes: Promise<UploadOutcome>[] = [];
			let requests = 0;
			for (let at = 0; at < files; at += 1) {
				const file = paper(at);
				expected.push(hashOf(file));
				let url = '';
				const sent = await sendBytes({
					file,
					metadata: {
						meeting: meetingId,
						name: `tai-lieu-${at}.pdf`,
						title: `Tài liệu ${at}`,
						label: 'internal',
						declared: 'no-state-secret',
						modified: '1',
					},
					url: undefined,
					signal: new AbortController().signal,
					onurl: (of) => (url = of),
					onprogress: () => {},
					onwaiting: () => {},
					link: { endpoint: `http://127.0.0.1:${relay.port}${uploadsPath}`, headers },
				});
				if (sent !== 'all-there') throw new Error(`file ${at}: ${JSON.stringify(sent)}`);
				requests += 1 + Math.ceil(file.length / uploadChunk);
				outcomes.push(outcomeOf(server, new URL(url).pathname, cookie));
				if (at % 10 === 9) say(`${at + 1} files sent, ${relay.cuts} cuts`);
			}
			const sent_s = (performance.now() - began) / 1_000;
			const stored = (await Promise.all(outcomes)).filter((outcome) => 'versionId' in outcome).length;
			const taken_in_s = (performance.now() - began) / 1_000;
			// What a cut costs beside its piece: the piece's own head, and to ask how far the server has got.
			const heads = (requests + 2 * relay.cuts) * head;
			const twice = Math.max(0, relay.sent - total - heads);
			const lost = files - (await wholeFiles(dataDir, meetingId, expected));
			relay.close();
			const figures = {
				files,
				bytes: total,
				cuts: relay.cuts,
				sent_bytes: relay.sent,
				sent_twice_bytes: twice,
				sent_twice_most_bytes: relay.cuts * uploadChunk,
				stored,
				lost,
				sent_s: Math.round(sent_s * 10) / 10,
				taken_in_s: Math.round(taken_in_s * 10) / 10,
				passed: relay.cuts === cuts && twice <= relay.cuts * uploadChunk && lost === 0 && stored === files,
			};
			say(`${figures.passed ? 'pass' : 'FAIL'}  ${JSON.stringify(figures)}`);
			return figures;
		} finally {
			await server.close();
		}
	} finally {
		rmSync(dataDir, { recursive: true, force: true });
	}
}

/** Each of another length, so that each is another file. */
const paper = (at: number): Buffer => heavyPaper(pages, pageBytes + at);

function layMeeting(dataDir: string): { readonly meetingId: string; readonly cookie: string } {
	const db = openDatabase(databaseFile(dataDir));
	try {
		const now = Date.now();
		const { id: meetingId, secretaryId } = createTestMeeting(db, { delegates: 1, startsAt: now + 3_600_000 });
		const owner = { personId: secretaryId };
		const accountId = insertAccount(db, { login: 'thu-ky', passwordHash: 'none', owner }, now);
		const { token } = openSession(db, { accountId, isTerminal: false, ip: null, userAgent: null, now });
		return { meetingId, cookie: `${sessionCookie(true)}=${token}` };
	} finally {
		db.close();
	}
}

async function outcomeOf(server: ControlProcess, where: string, cookie: string): Promise<UploadOutcome> {
	for (;;) {
		const answer = await fetch(server.url + where, { headers: { cookie, 'x-forwarded-for': '127.0.0.1' } });
		const outcome = (await answer.json()) as UploadOutcome;
		if (!('checking' in outcome)) return outcome;
	}
}

/** How many lie on the disk as they were sent, byte by byte, as papers of the meeting. */
async function wholeFiles(dataDir: string, meetingId: string, expected: readonly string[]): Promise<number> {
	const db = openAsItIs(databaseFile(dataDir), { readonly: true });
	try {
		// Beside a copy for reading the file as it came is kept.
		const stored = new Set(
			listDocuments(db, meetingId).map(({ current }) => current.original?.sha256 ?? current.sha256),
		);
		let whole = 0;
		for (const sha256 of expected) {
			const hash = createHash('sha256');
			if (!stored.has(sha256)) continue;
			await pipeline(createReadStream(filePath(dataDir, sha256)), hash);
			if (hash.digest('hex') === sha256) whole += 1;
		}
		return whole;
	} finally {
		db.close();
	}
}
