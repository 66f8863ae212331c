import { paperHeads, type PackType } from '#db/documents/file-type.ts';
import { storeFile, filePath } from '#db/documents/file-store.ts';
import { oddOffice } from '#test/support/odd-office.ts';
import { expect, test } from 'vitest';
import { officeKind } from '../../../app/intake/office-kind.ts';
import { temporaryFolder } from '../../db/temporary-database.ts';

test.for(Object.entries(oddOffice))('%s', async ([, { bytes, says }]) => {
	const folder = temporaryFolder();
	const { sha256, type } = await storeFile(folder, bytes(), 10_000_000, paperHeads);
	const found = await officeKind(filePath(folder, sha256), type as PackType).catch(
		(error: { code?: string }) => error.code ?? error,
	);
	expect(found).toEqual(says);
});
