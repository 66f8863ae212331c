import '#test/support/runes.ts';
import type { Sending, Sent } from '#lib/dossier/send-bytes.ts';
import { Upload } from '#lib/dossier/upload.svelte.ts';
import { SessionOver } from '#lib/session/session-over.svelte.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

/** How the bytes fare, one way after the other. */
let ways: ((sending: Sending) => Promise<Sent>)[];
/** What the server answers, by method and path, one answer after the other. */
let answers: unknown[];
let asked: string[];

vi.mock('#lib/dossier/send-bytes.ts', () => ({ sendBytes: (sending: Sending) => ways.shift()?.(sending) }));

beforeEach(() => {
	asked = [];
	vi.stubGlobal('fetch', (path: string, { method = 'GET' }: RequestInit) => {
		asked.push(`${method} ${path.replace(/\?.*/, '')}`);
		const answer = answers.shift();
		return Promise.resolve({ status: 200, json: () => Promise.resolve(answer) });
	});
});
afterEach(() => vi.unstubAllGlobals());

const file = new File(['%PDF-1.7'], 'bao-cao.pdf', { lastModified: 5 });
const target = {
	meetingId: 'm',
	document: null,
	itemId: null,
	title: 'Báo cáo',
	label: 'internal',
	declared: 'no-state-secret',
} as const;
const arrives = ({ onurl }: Sending): Promise<Sent> => {
	onurl('/uploads/1');
	return Promise.resolve('all-there');
};

/** The moment when the sign-in is shown. */
const signInOf = (session: SessionOver) => vi.waitUntil(() => session.asks, { timeout: 10_000 });

test('after an expired session the sign-in comes first, and what was sent before is not sent again', async () => {
	ways = [
		({ onurl }) => {
			onurl('/uploads/1');
			return Promise.resolve({ code: 'not-signed-in' });
		},
		arrives,
	];
	answers = [[], {}, { code: 'not-signed-in' }, { checking: true }, { versionId: 'v1' }];
	const session = new SessionOver();
	const upload = new Upload(session.signInAgain);
	const stored = upload.send(file, target);
	await signInOf(session);
	session.answer(true);
	expect(await stored).toBe(true);
	const outcome = upload.outcome((ask) => ask());
	await signInOf(session);
	session.answer(true);
	expect(await outcome).toBe('v1');
	const one = '/uploads/1';
	expect(asked).toEqual(['GET /uploads', `POST ${one}`, `GET ${one}`, `GET ${one}`, `GET ${one}`]);
});

test('who gives the sign-in up is told why nothing was stored; other refusals ask nobody to sign in', async () => {
	ways = [() => Promise.resolve({ code: 'not-signed-in' }), () => Promise.resolve({ code: 'upload-unanswered' })];
	answers = [[], []];
	const session = new SessionOver();
	const upload = new Upload(session.signInAgain);
	const stored = upload.send(file, target);
	await signInOf(session);
	session.answer(false);
	expect([await stored, upload.refusal]).toEqual([false, 'not-signed-in']);
	expect([await upload.send(file, target), upload.refusal]).toEqual([false, 'upload-unanswered']);
	expect(session.asks).toBe(false);
	expect([await upload.send(new File(['MZ'], 'a.pdf'), target), upload.refusal]).toEqual([false, 'file-type-refused']);
});

test('the same file, chosen again on another page, goes on where it was', async () => {
	const of = { id: '7', name: 'bao-cao.pdf', size: file.size, modified: 5 };
	answers = [[{ ...of, id: '6', modified: 4 }, of], {}];
	let from: string | undefined;
	ways = [
		({ url }) => {
			from = url;
			return Promise.resolve('all-there');
		},
	];
	const upload = new Upload(() => Promise.resolve(false));
	expect(await upload.send(file, target)).toBe(true);
	expect([from, asked]).toEqual(['/uploads/7', ['GET /uploads', 'POST /uploads/7']]);
});

test('what is held goes on when its person says so, and what is given up is thrown away on the server', async () => {
	answers = [[], {}];
	const begun = Promise.withResolvers<void>();
	ways = [
		({ onurl, signal }) => {
			onurl('/uploads/1');
			begun.resolve();
			return new Promise((resolve) => signal.addEventListener('abort', () => resolve('stopped')));
		},
		({ url, signal }) => {
			expect(url).toBe('/uploads/1');
			return new Promise((resolve) => signal.addEventListener('abort', () => resolve('stopped')));
		},
	];
	const upload = new Upload(() => Promise.resolve(false));
	const sent = upload.send(file, target);
	await begun.promise;
	upload.hold();
	expect(upload.phase).toBe('held');
	upload.goOn();
	await vi.waitUntil(() => ways.length === 0 && upload.phase === 'sending');
	upload.cancel();
	expect(await sent).toBe(false);
	expect(asked.at(-1)).toBe('DELETE /uploads/1');
});
