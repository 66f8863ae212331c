import { sessionCookie } from '#contract/session-cookie.ts';
import { atOnce } from '#db/at-once.ts';
import { insertAccount } from '#db/auth/accounts.ts';
import { openSession } from '#db/auth/sessions.ts';
import { openDatabase } from '#db/client.ts';
import { databaseFile } from '#db/data-dir.ts';
import { addDocument } from '#db/documents/documents.ts';
import { keepContents } from '#db/documents/paper-contents.ts';
import { foldInPlace } from '#db/fold.ts';
import { createMeeting } from '#db/meetings/meetings.ts';
import { percentiles } from '#test/support/percentiles.ts';
import { createTestMeeting } from '#test/support/test-meeting.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ControlProcess } from '../control/control-process.ts';

/** In the meeting; and as many again in meetings before it, ten in each. */
const papers = 50;
const pages = 100;
/** letters of a page, as a page of an official letter has them */
const letters = 2_600;

/** What is looked for: common, rare, with marks and without, a word on every page, and what is nowhere. */
const words = [
	'nghi quyet',
	'nghị quyết',
	'uy ban nhan dan',
	'dau tu cong',
	'tháng 7',
	'van',
	'quyết toán',
	'khong co chu nay',
	'đất đai',
	'thủy lợi',
];
const times = 5;

const vocabulary =
	'ủy ban nhân dân tỉnh sở tài chính kế hoạch đầu tư công nghị quyết hội đồng quyết định về việc phê duyệt dự toán ngân sách năm đất đai giao thông thủy lợi nông nghiệp giáo dục y tế văn phòng báo cáo kết quả thực hiện nhiệm vụ giải pháp chủ yếu tháng quý đầu cuối phát triển kinh tế xã hội quốc phòng an ninh trên địa bàn huyện xã thị trấn căn cứ luật tổ chức chính quyền địa phương theo đề nghị của giám đốc'.split(
		' ',
	);

export interface SearchFigures {
	readonly papers: number;
	readonly pages: number;
	/** from asking over HTTP until the answer is there, in ms */
	readonly meeting: { readonly p50: number; readonly p95: number; readonly max: number };
	/** over that meeting and all before it, twice as many papers */
	readonly past: { readonly p50: number; readonly p95: number; readonly max: number };
}

export async function measureSearch(say: (line: string) => void): Promise<SearchFigures> {
	const dataDir = mkdtempSync(path.join(tmpdir(), 'nhip-cau-search-'));
	try {
		const { meetingId, cookie } = lay(dataDir);
		say(`${2 * papers} papers of ${pages} pages`);
		const server = await ControlProcess.start(dataDir);
		try {
			const over = async (where: string) => {
				const measured: number[] = [];
				for (let round = 0; round <= times; round += 1)
					for (const each of words) {
						const began = performance.now();
						const { status } = await server.ask(`${where}?q=${encodeURIComponent(each)}`, { cookie });
						if (status !== 200) throw new Error(`${where}: ${status}`);
						// The first round begins the threads.
						if (round > 0) measured.push(performance.now() - began);
					}
				const { p50, p95, max } = percentiles(measured);
				return { p50, p95, max };
			};
			const meeting = await over(`/meetings/${meetingId}/papers`);
			const figures = { papers, pages: papers * pages, meeting, past: await over('/papers/search') };
			say(`search ${JSON.stringify(figures)}`);
			return figures;
		} finally {
			await server.close();
		}
	} finally {
		rmSync(dataDir, { recursive: true, force: true });
	}
}

function lay(dataDir: string) {
	const db = openDatabase(databaseFile(dataDir));
	try {
		const now = Date.now();
		const { id: meetingId, chairId, secretaryId, delegateIds } = createTestMeeting(db, { delegates: 1 });
		const [personId = ''] = delegateIds;
		const earlier = Array.from({ length: papers / 10 }, (_, at) =>
			createMeeting(
				db,
				{
					title: `Phiên họp ${at + 1}`,
					startsAt: now - (at + 1) * 30 * 86_400_000,
					plannedMinutes: 120,
					bodyId: null,
					participants: [
						{ id: chairId, roles: ['chair'] },
						{ id: secretaryId, roles: ['secretary'] },
						{ id: personId, roles: ['delegate'] },
					],
					createdBy: secretaryId,
					status: 'invited',
				},
				now,
			),
		);
		let seed = 1;
		const next = (most: number) => {
			seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
			return seed % most;
		};
		const text = () => {
			const said: string[] = [];
			for (let length = 0; length < letters; length += (said.at(-1)?.length ?? 0) + 1)
				said.push(vocabulary[next(vocabulary.length)] ?? '');
			return said.join(' ');
		};
		const places = [
			...Array.from({ length: papers }, () => meetingId),
			...earlier.flatMap((id) => Array<string>(10).fill(id)),
		];
		for (const [at, of] of places.entries()) {
			const sha256 = at.toString(16).padStart(64, '0');
			const file = { sha256, size: 1, type: 'application/pdf' } as const;
			const paper = { title: `Tài liệu ${at + 1}`, label: 'internal', file, fileName: 'a.pdf' } as const;
			addDocument(db, { meetingId: of, ...paper, pages, uploadedBy: null }, now);
			const read = Array.from({ length: pages }, () => text()).map((each) => ({
				text: each,
				folded: foldInPlace(each),
			}));
			atOnce(keepContents(db, sha256, { signed: false, repaired: false, pages: read }));
		}
		const accountId = insertAccount(db, { login: 'dai-bieu', passwordHash: 'none', owner: { personId } }, now);
		const { token } = openSession(db, { accountId, isTerminal: false, ip: null, userAgent: null, now });
		return { meetingId, cookie: `${sessionCookie(true)}=${token}` };
	} finally {
		db.close();
	}
}
