import { addDocument } from '#db/documents/documents.ts';
import { storeFile } from '#db/documents/file-store.ts';
import { addAgendaItem } from '#db/meetings/agenda.ts';
import { listRemarks, mostRemarks, sendRemark } from '#db/meetings/remarks.ts';
import { setStatus } from '#db/meetings/status.ts';
import { isHttpError } from '@sveltejs/kit';
import { beforeEach, expect, test } from 'vitest';
import { actions } from '../../../app/src/routes/meetings/[id]/+page.server.ts';
import { GET } from '../../../app/src/routes/meetings/[id]/remarks/+server.ts';
import { readZip } from '../../minutes/read-zip.ts';
import { prepareWalk, type Walker } from '../rights/walk.ts';
import { startRouteServer } from './route-server.ts';

let server: Awaited<ReturnType<typeof startRouteServer>>;
let walk: Awaited<ReturnType<typeof prepareWalk>>;

beforeEach(async () => {
	server = await startRouteServer();
	walk = await prepareWalk(server.db, server.dataDir);
});

const walkerOf = (name: string): Walker => {
	const walker = walk.walkers.find((each) => each.name === name);
	if (!walker) throw new Error(`nobody is ${name}`);
	return walker;
};
const idOf = (name: string) => walkerOf(name).session?.participantId ?? '';

const event = ({ session }: Walker, fields: Readonly<Record<string, string>> = {}) => {
	const body = new FormData();
	for (const [name, value] of Object.entries(fields)) body.set(name, value);
	return {
		locals: { session },
		params: { id: walk.meetingId },
		request: new Request('https://here', { method: 'POST', body }),
		getClientAddress: () => '10.1.2.3',
	} as never;
};

/** `done`, or why not. */
async function act(
	action: keyof typeof actions,
	name: string,
	fields: Readonly<Record<string, string>>,
): Promise<string> {
	const answer: unknown = await actions[action](event(walkerOf(name), fields));
	return (answer as { data?: { code: string } }).data?.code ?? 'done';
}

const send = (name: string, text: string, on = '', page = '') => act('sendRemark', name, { text, on, page });
const sentBy = (name: string) => listRemarks(server.db, walk.meetingId, idOf(name));
const outsiders = ['stranger', 'room', 'operator', 'administer', 'convene', 'keep-accounts', 'keep-papers', 'operate'];

test('who takes part writes to the secretary; nobody else does, and nobody but who prepares the meeting gathers it', async () => {
	for (const name of ['chair', 'secretary', 'delegate', 'guest'])
		expect(await send(name, `của ${name}`), name).toBe('done');
	for (const name of [...outsiders, 'author']) expect(await send(name, 'của tôi'), name).toBe('not-allowed');
	expect(listRemarks(server.db, walk.meetingId)).toHaveLength(4);
	const [remark] = sentBy('delegate');
	const fields = { remarkId: remark?.id ?? '', answer: 'Tiếp thu' };
	for (const name of [...outsiders, 'delegate', 'guest'])
		expect(await act('handleRemark', name, fields), name).toBe('not-allowed');
	expect(await act('handleRemark', 'secretary', fields)).toBe('done');
	expect(sentBy('delegate')[0]?.handled).toMatchObject({ answer: 'Tiếp thu' });
	// What was handled is not taken back; another's never is.
	expect(await act('withdrawRemark', 'delegate', fields)).toBe('not-found');
	expect(await act('handleRemark', 'author', { remarkId: fields.remarkId })).toBe('done');
	expect(await act('withdrawRemark', 'guest', fields)).toBe('not-found');
	expect(await act('withdrawRemark', 'delegate', fields)).toBe('done');
	expect(sentBy('delegate')).toEqual([]);
});

test('a remark is on what its author may see: an item, a paper and its page', async () => {
	const { db, dataDir } = server;
	const item = { parentId: null, plannedMinutes: null, presenterId: null };
	const open = addAgendaItem(db, walk.meetingId, { ...item, title: 'Dự toán', access: 'open' });
	const closed = addAgendaItem(db, walk.meetingId, { ...item, title: 'Nhân sự', access: 'closed' });
	const elsewhere = addAgendaItem(db, walk.draftId, { ...item, title: 'Khác', access: 'open' });
	const file = await storeFile(dataDir, new Blob(['%PDF-1.7 nhân sự']).stream());
	const paper = { meetingId: walk.meetingId, itemId: closed, title: 'Nhân sự', label: 'public' as const, pages: 3 };
	const { versionId } = addDocument(db, { ...paper, file, fileName: 'b.pdf', uploadedBy: null }, 1);
	expect(await send('delegate', 'a', `item:${open}`)).toBe('done');
	expect(await send('guest', 'a', `item:${closed}`)).toBe('not-found');
	expect(await send('delegate', 'a', `item:${elsewhere}`)).toBe('not-found');
	expect(await send('guest', 'a', `paper:${versionId}`)).toBe('not-found');
	expect(await send('guest', 'a', `paper:${walk.versionId}`)).toBe('not-found');
	expect(await send('delegate', 'a', `paper:${walk.draftVersionId}`)).toBe('not-found');
	expect(await send('delegate', 'a', `paper:${versionId}`, '4')).toBe('not-found');
	expect(await send('delegate', 'a', `paper:${versionId}`, '3')).toBe('done');
	expect(sentBy('delegate').map(({ itemId, paper: on }) => [itemId, on?.page])).toEqual([
		[open, undefined],
		[closed, 3],
	]);
	expect(await send('delegate', ' \n ')).toBe('remark-empty');
	expect(await send('delegate', 'x'.repeat(4_001))).toBe('malformed');
	expect(await send('delegate', 'x', 'what:ever')).toBe('malformed');
});

test('remarks of one person have an end, and none comes once the meeting is over', async () => {
	const place = { meetingId: walk.meetingId, itemId: null, versionId: null, page: null, authorId: idOf('guest') };
	for (let sent = 0; sent < mostRemarks; sent += 1) sendRemark(server.db, { ...place, text: 'a' }, sent);
	expect(await send('guest', 'a')).toBe('remarks-too-many');
	for (const status of ['rehearsal', 'live', 'ended'] as const) setStatus(server.db, walk.meetingId, status, 1);
	expect(await send('delegate', 'a')).toBe('meeting-over');
});

test('the secretary takes all of them along, by item, with who wrote what and what became of it', async () => {
	const item = { parentId: null, plannedMinutes: null, presenterId: null, access: 'open' as const };
	const itemId = addAgendaItem(server.db, walk.meetingId, { ...item, title: 'Dự toán năm 2027' });
	await send('delegate', 'Sửa số ở biểu 2', `item:${itemId}`);
	await send('guest', 'Nên họp sớm hơn\u0000');
	const [remark] = sentBy('delegate');
	await act('handleRemark', 'secretary', { remarkId: remark?.id ?? '', answer: 'Đã sửa' });
	const ask = async (name: string) => {
		try {
			return await GET(event(walkerOf(name)));
		} catch (thrown) {
			if (!isHttpError(thrown)) throw thrown;
			return thrown.status;
		}
	};
	for (const name of [...outsiders, 'delegate', 'guest']) expect(await ask(name), name).toBe(403);
	const answer = await ask('secretary');
	if (!(answer instanceof Response)) throw new Error('no file');
	const xml = readZip(Buffer.from(await answer.arrayBuffer())).get('word/document.xml') ?? '';
	const text = xml.replace(/<[^>]+>/g, '');
	expect(text).toContain('Tổng số: 2 góp ý; đã xử lý: 1; chưa xử lý: 1.');
	expect(text.indexOf('Góp ý chung')).toBeLessThan(text.indexOf('Mục 1. Dự toán năm 2027'));
	for (const part of ['delegate', 'Sửa số ở biểu 2', 'Xử lý: Đã sửa', 'Nên họp sớm hơn', 'Chưa xử lý.'])
		expect(text).toContain(part);
});
