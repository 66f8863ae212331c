import { readRange } from '#lib/server/byte-range.ts';
import { fileResponse, partsResponse, type ServedFile } from '#lib/server/file-response.ts';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const folder = mkdtempSync(path.join(tmpdir(), 'nhip-cau-range-'));
const file: ServedFile = {
	path: path.join(folder, 'paper'),
	size: 10,
	type: 'application/pdf',
	sha256: 'a'.repeat(64),
	fileName: 'Kế hoạch (số 1)*.pdf',
};
beforeAll(() => writeFileSync(file.path, '0123456789'));
afterAll(() => rmSync(folder, { recursive: true }));

const get = (headers: Record<string, string> = {}) => fileResponse(file, new Headers(headers));

it('of a file carries a policy of its own: it runs and loads nothing, and stands in no frame', () => {
	const policy = get().headers.get('content-security-policy') ?? '';
	for (const part of ["default-src 'none'", "frame-ancestors 'none'", "form-action 'none'"])
		expect(policy).toContain(part);
	const other = fileResponse({ ...file, type: 'text/html' }, new Headers()).headers;
	expect(other.get('content-security-policy')).toMatch(/^sandbox; default-src 'none'/);
	expect(other.get('x-content-type-options')).toBe('nosniff');
});

describe('readRange', () => {
	it.each([
		['bytes=0-3', { start: 0, end: 3 }],
		['bytes=4-', { start: 4, end: 9 }],
		['bytes=-4', { start: 6, end: 9 }],
		['bytes=-99', { start: 0, end: 9 }],
		['bytes=8-99', { start: 8, end: 9 }],
		['BYTES=1-1', { start: 1, end: 1 }],
		['bytes=10-', 'unsatisfiable'],
		['bytes=-0', 'unsatisfiable'],
		['bytes=5-2', null],
		['bytes=-', null],
		['bytes=0-1,4-5', null],
		['items=0-3', null],
		['bytes=a-b', null],
		[null, null],
	])('%s of ten bytes', (header, expected) => {
		expect(readRange(header, 10)).toEqual(expected);
	});
});

describe('fileResponse', () => {
	it('gives the whole file, and says that it takes ranges', async () => {
		const answer = get();
		expect(answer.status).toBe(200);
		expect(await answer.text()).toBe('0123456789');
		expect(Object.fromEntries(answer.headers)).toMatchObject({
			'accept-ranges': 'bytes',
			'content-length': '10',
			'content-type': 'application/pdf',
			'x-content-type-options': 'nosniff',
			'cache-control': 'private, no-cache',
			etag: `"${file.sha256}"`,
			'content-disposition': "inline; filename*=UTF-8''K%E1%BA%BF%20ho%E1%BA%A1ch%20%28s%E1%BB%91%201%29%2A.pdf",
		});
	});

	it('gives a part', async () => {
		const answer = get({ range: 'bytes=2-5' });
		expect(answer.status).toBe(206);
		expect(answer.headers.get('content-range')).toBe('bytes 2-5/10');
		expect(answer.headers.get('content-length')).toBe('4');
		expect(await answer.text()).toBe('2345');
	});

	it('refuses a part beyond the end', () => {
		const answer = get({ range: 'bytes=10-20' });
		expect(answer.status).toBe(416);
		expect(answer.headers.get('content-range')).toBe('bytes */10');
		expect(answer.body).toBeNull();
	});

	it('does not send again what the browser has', () => {
		expect(get({ 'if-none-match': `W/"${file.sha256}"` }).status).toBe(304);
		expect(get({ 'if-none-match': '"other"' }).status).toBe(200);
	});

	it('gives the whole where the part belongs to another version', async () => {
		const answer = get({ range: 'bytes=2-5', 'if-range': '"other"' });
		expect(answer.status).toBe(200);
		expect(await answer.text()).toBe('0123456789');
	});
});

it('several parts of a file come one after the other, and none where one lies outside of it', async () => {
	const parts = await partsResponse(file, '8-10,0-3');
	expect([parts.status, await parts.text()]).toEqual([200, '89012']);
	expect((await partsResponse(file, '8-11')).status).toBe(400);
});
