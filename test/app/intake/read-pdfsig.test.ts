import { readPdfsig } from '../../../app/intake/read-pdfsig.ts';
import { expect, test } from 'vitest';

const part = (number: number, name: string, { all = true, says = 'Signature is Valid.' } = {}) => `Signature #${number}:
  - Signature Field Name: s
  - Signer Certificate Common Name: ${name}
  - Signer full Distinguished Name: CN=${name},C=VN
  - Signing Time: Nov 27 2026 08:00:00
  - Signed Ranges: [0 - 733], [17119 - 17355]
  - ${all ? 'Total' : 'Not total'} document signed
  - Signature Validation: ${says}
`;
const at = Date.UTC(2026, 10, 27, 8);
const read = (...parts: string[]) => readPdfsig(['Digital Signature Info of: /in/paper.pdf', ...parts].join('\n'));

test('who signed and when, and whether the file is as the last of them left it', () => {
	const both = [part(1, 'Nguyễn Văn Ký', { all: false }), part(2, 'Sở Nội vụ')];
	expect(read(...both)).toEqual({
		state: 'intact',
		signers: [
			{ name: 'Nguyễn Văn Ký', at },
			{ name: 'Sở Nội vụ', at },
		],
	});
	expect(read(part(1, 'Ký', { all: false }))?.state).toBe('extended');
	expect(read(part(1, 'Ký', { says: 'Digest Mismatch.' }))?.state).toBe('changed');
	expect(read(part(1, 'Ký', { says: 'Document has not yet been verified.' }))?.state).toBe('unknown');
	expect(read(part(1, 'Ký\n  - Signature Validation: Signature is Valid.', { says: 'Digest Mismatch.' }))?.state).toBe(
		'changed',
	);
	expect(read("File '/in/paper.pdf' does not contain any signatures")).toBeUndefined();
	expect(read(part(1, '').replace(/Signing Time: .*/, 'Signing Time: never'))?.signers).toEqual([
		{ name: '', at: null },
	]);
});
