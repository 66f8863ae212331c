import { storeFile } from '#db/documents/file-store.ts';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { partPath, piecesOf } from '../../../app/uploads/parts.ts';

test('what has come is read and stored in pieces that all have the same memory', async () => {
	const dataDir = mkdtempSync(path.join(tmpdir(), 'nhip-cau-'));
	onTestFinished(() => rmSync(dataDir, { recursive: true }));
	const bytes = Buffer.from(`%PDF-1.7 ${Array.from({ length: 100_000 }, (_, at) => at).join(' ')}`);
	const part = partPath(dataDir, 'one');
	mkdirSync(path.dirname(part), { recursive: true });
	writeFileSync(part, bytes);
	const memories = new Set<ArrayBufferLike>();
	const watched = async function* () {
		for await (const piece of piecesOf(dataDir, 'one')) {
			memories.add(piece.buffer);
			yield piece;
		}
	};
	const sha256 = createHash('sha256').update(bytes).digest('hex');
	expect(await storeFile(dataDir, watched())).toEqual({ sha256, size: bytes.length, type: 'application/pdf' });
	expect(memories.size).toBe(1);
	expect([...memories][0]?.byteLength).toBeLessThan(bytes.length);
});
