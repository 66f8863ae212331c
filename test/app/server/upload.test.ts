import { storeFile } from '#db/documents/file-store.ts';
import { UploadBody } from '#lib/server/upload.ts';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const folder = mkdtempSync(path.join(tmpdir(), 'nhip-cau-upload-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A request's body of `chunks` pieces of 1 KiB that tells how many were read, and whether it was cut off. */
function requestBody(first: string, chunks: number) {
	const seen = { read: 0, cancelled: false };
	const body = new ReadableStream<Uint8Array>(
		{
			pull(controller) {
				if (seen.read === chunks) return controller.close();
				controller.enqueue(Buffer.alloc(1024, seen.read++ === 0 ? first.padEnd(1024) : ' '));
			},
			cancel: () => void (seen.cancelled = true),
		},
		{ highWaterMark: 0 },
	);
	return { body, seen };
}

describe('UploadBody', () => {
	it('hands a PDF to the store as a stream', async () => {
		const { body, seen } = requestBody('%PDF-1.7', 100);
		const stored = await storeFile(folder, new UploadBody(body).bytes());
		expect(stored).toMatchObject({ size: 100 * 1024, type: 'application/pdf' });
		expect(seen).toEqual({ read: 100, cancelled: false });
	});

	it('is read to its end after a refusal, so that the answer reaches the browser', async () => {
		const { body, seen } = requestBody('GIF89a', 100);
		const upload = new UploadBody(body);
		await expect(storeFile(folder, upload.bytes())).rejects.toMatchObject({ code: 'file-type-refused' });
		// Refused by its first bytes.
		expect(seen.read).toBeLessThan(5);
		await upload.drain(1024 * 1024);
		expect(seen).toEqual({ read: 100, cancelled: false });
	});

	it('is cut off where it does not end', async () => {
		const { body, seen } = requestBody('%PDF-1.7', 1000);
		const upload = new UploadBody(body);
		await expect(storeFile(folder, upload.bytes(), 10 * 1024)).rejects.toMatchObject({ code: 'file-too-large' });
		await upload.drain(20 * 1024);
		expect(seen.cancelled).toBe(true);
		expect(seen.read).toBeLessThan(40);
	});

	it('refuses a body without bytes', async () => {
		const { body } = requestBody('', 0);
		await expect(storeFile(folder, new UploadBody(body).bytes())).rejects.toMatchObject({ code: 'file-empty' });
	});

	it('leaves nothing of what was refused', () => {
		expect(readdirSync(path.join(folder, 'files', 'incoming'))).toEqual([]);
	});
});
