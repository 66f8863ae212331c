import { rulesOfLaw } from '#meeting/rule-set.ts';
import { resolveSession } from '#db/auth/sessions.ts';
import { listMinutes } from '#db/minutes/minutes.ts';
import type { LiveServer, TestDevice } from '#test/support/live-server.ts';
import { createTestMeeting, type TestMeeting } from '#test/support/test-meeting.ts';
import { beforeEach, expect, test } from 'vitest';
import { GET } from '../../../app/src/routes/meetings/[id]/minutes/+server.ts';
import { readZip } from '../../minutes/read-zip.ts';
import { startRouteServer } from './route-server.ts';

let server: LiveServer;
let meeting: TestMeeting;
let secretaryCookie: string;
let delegateCookie: string;
let chair: TestDevice;

beforeEach(async () => {
	server = await startRouteServer();
	meeting = createTestMeeting(server.db, { delegates: 2 });
	[secretaryCookie, delegateCookie] = [server.signIn(meeting.secretaryId), server.signIn(meeting.delegateIds[0] ?? '')];
});

async function ask(cookie: string, id = meeting.id): Promise<Response | { status: number; body: unknown }> {
	const session = resolveSession(server.db, cookie.split('=')[1] ?? '', Date.now());
	try {
		return await GET({
			locals: { session, theme: 'system' },
			params: { id },
			getClientAddress: () => '10.1.2.3',
		} as never);
	} catch (refused) {
		return refused as { status: number; body: unknown };
	}
}

const textOf = async (answer: Awaited<ReturnType<typeof ask>>) => {
	if (!(answer instanceof Response)) throw new Error(`refused: ${JSON.stringify(answer)}`);
	return readZip(Buffer.from(await answer.arrayBuffer())).get('word/document.xml') ?? '';
};

const start = async () => {
	chair = await server.enter(server.signIn(meeting.chairId), { meetingId: meeting.id });
	expect(await chair.give('start-meeting', {})).toMatchObject({ ok: true });
};

test('a meeting that never opened, or does not exist, has none; who is not invited gets none', async () => {
	expect(await ask(secretaryCookie)).toMatchObject({ status: 404, body: { message: 'meeting-not-open' } });
	expect(await ask(secretaryCookie, 'no-such')).toMatchObject({ status: 404, body: { message: 'not-found' } });
	const other = createTestMeeting(server.db, { delegates: 1 });
	expect(await ask(secretaryCookie, other.id)).toMatchObject({ status: 403, body: { message: 'not-invited' } });
});

test('the secretary gets them while the meeting runs, a delegate once it has ended', async () => {
	await start();
	const draft = await ask(secretaryCookie);
	expect((draft as Response).headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none'/);
	expect(await textOf(draft)).toContain('Cuộc họp chưa kết thúc');
	expect(await ask(delegateCookie)).toMatchObject({ status: 403, body: { message: 'not-allowed' } });
	expect(await chair.give('end-meeting', {})).toMatchObject({ ok: true });
	const final = await ask(delegateCookie);
	expect(await textOf(final)).toContain('Cuộc họp kết thúc vào');
	expect((final as Response).headers.get('content-disposition')).toBe(
		`attachment; filename="bien-ban.docx"; filename*=UTF-8''${encodeURIComponent('Biên bản - Phiên họp thử.docx')}`,
	);
	expect(listMinutes(server.db, meeting.id).map(({ status }) => status)).toEqual(['draft', 'superseded']);
});

test('a delegate does not learn a result that is held back, and the extract is not kept', async () => {
	await start();
	await chair.give('open-vote', {
		voteId: 'v',
		itemId: null,
		title: 'Thông qua',
		secret: false,
		rule: rulesOfLaw.present,
	});
	await chair.give('cast-ballot', { voteId: 'v', choice: 'for' });
	await chair.give('close-vote', { voteId: 'v' });
	expect(await chair.give('end-meeting', {})).toMatchObject({ ok: true });
	const extract = await textOf(await ask(delegateCookie));
	expect(extract).toContain('BIÊN BẢN (TRÍCH)');
	expect(extract).toContain('Kết quả chưa được công bố.');
	expect(extract).not.toContain('tán thành;');
	expect(listMinutes(server.db, meeting.id)).toEqual([]);
	expect(await textOf(await ask(secretaryCookie))).toContain('1/1 thành viên (100\u00a0%) tán thành');
});

/** Without a quorum: one is enough to vote. */
