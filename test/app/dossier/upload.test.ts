import '#test/support/runes.ts';
import { Upload } from '#lib/dossier/upload.svelte.ts';
import { SessionOver } from '#lib/session/session-over.svelte.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

/** What the server answers, one request after the other; `null`: the connection is cut. */
let answers: (object | null)[];
let sent: File[];

class FakeRequest {
	readonly upload = {};
	response: unknown;
	onload: (() => void) | undefined;
	onerror: (() => void) | undefined;

	open(): void {}
	setRequestHeader(): void {}
	abort(): void {}

	send(file: File): void {
		sent.push(file);
		const answer = answers.shift() ?? null;
		this.response = answer;
		queueMicrotask(() => (answer === null ? this.onerror?.() : this.onload?.()));
	}
}

beforeEach(() => {
	sent = [];
	vi.stubGlobal('XMLHttpRequest', FakeRequest);
});
afterEach(() => vi.unstubAllGlobals());

const file = new File(['%PDF-1.7'], 'bao-cao.pdf');
const target = { meetingId: 'm', document: null, itemId: null, title: 'Báo cáo', label: 'internal' } as const;

/** The moment when the sign-in is shown. */
const asked = (session: SessionOver) => vi.waitUntil(() => session.asks, { timeout: 10_000 });

test('after an expired session the sign-in comes first, and the same file goes on its way again', async () => {
	answers = [{ code: 'not-signed-in' }, { versionId: 'v1' }];
	const session = new SessionOver();
	const stored = new Upload(session.signInAgain).send(file, target);
	await asked(session);
	session.answer(true);
	expect(await stored).toBe('v1');
	expect(sent).toEqual([file, file]);
});

test('who gives the sign-in up is told why nothing was stored; other refusals ask nobody to sign in', async () => {
	answers = [{ code: 'not-signed-in' }, { code: 'file-type-refused' }, null];
	const session = new SessionOver();
	const upload = new Upload(session.signInAgain);
	const stored = upload.send(file, target);
	await asked(session);
	session.answer(false);
	expect([await stored, upload.refusal]).toEqual([undefined, 'not-signed-in']);
	expect([await upload.send(file, target), upload.refusal]).toEqual([undefined, 'file-type-refused']);
	expect([await upload.send(file, target), upload.refusal]).toEqual([undefined, 'upload-interrupted']);
	expect(session.asks).toBe(false);
});
