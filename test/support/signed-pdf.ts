import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Hex digits that are kept free for the signature. */
const room = 16_384;

/** A PDF of one page with a detached signature (ISO 32000-2, 12.8.3.3) by a certificate of its own, which nobody vouches for. */
export function signedPdf(signer: string, signedAt = 'D:20261127080000Z'): Buffer {
	const begin = '%PDF-1.7\n';
	const drawn = 'BT /F1 24 Tf 72 700 Td (Signed) Tj ET';
	const ranges = '0000000000 0000000000 0000000000 0000000000';
	const objects = [
		'<< /Type /Catalog /Pages 2 0 R /AcroForm << /SigFlags 3 /Fields [6 0 R] >> >>',
		'<< /Type /Pages /Kids [4 0 R] /Count 1 >>',
		'<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
		'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents 5 0 R /Annots [6 0 R] >>',
		`<< /Length ${drawn.length} >>\nstream\n${drawn}\nendstream`,
		'<< /Type /Annot /Subtype /Widget /FT /Sig /T (s) /Rect [0 0 0 0] /F 132 /P 4 0 R /V 7 0 R >>',
		`<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached /M (${signedAt}) /ByteRange [${ranges}] /Contents <${'0'.repeat(room)}> >>`,
	];
	let file = begin;
	const offsets = objects.map((object, at) => {
		const offset = file.length;
		file += `${at + 1} 0 obj\n${object}\nendobj\n`;
		return offset;
	});
	const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
	file += `xref\n0 8\n0000000000 65535 f \n${table}trailer\n<< /Size 8 /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`;
	const from = file.indexOf(`<${'0'.repeat(room)}>`);
	const to = from + room + 2;
	const own = [0, from, to, file.length - to].map((each) => String(each).padStart(10, '0')).join(' ');
	file = file.replace(ranges, own);
	const signature = signatureOf(Buffer.from(file.slice(0, from) + file.slice(to), 'latin1'), signer);
	return Buffer.from(
		file.slice(0, from + 1) + signature.toString('hex').padEnd(room, '0') + file.slice(to - 1),
		'latin1',
	);
}

/** CMS, detached, DER: by openssl, whose signing time is its own. */
function signatureOf(bytes: Buffer, signer: string): Buffer {
	const folder = mkdtempSync(path.join(tmpdir(), 'nhip-cau-sign-'));
	const at = (name: string) => path.join(folder, name);
	const openssl = (...told: string[]) => execFileSync('openssl', told, { stdio: 'ignore' });
	try {
		writeFileSync(at('bytes'), bytes);
		const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', at('key')];
		openssl('req', '-x509', ...key, '-out', at('cert'), '-days', '2', '-utf8', '-subj', `/C=VN/CN=${signer}`);
		const who = ['-signer', at('cert'), '-inkey', at('key'), '-md', 'sha256'];
		openssl('cms', '-sign', '-binary', '-in', at('bytes'), ...who, '-outform', 'DER', '-out', at('signature'));
		return readFileSync(at('signature'));
	} finally {
		rmSync(folder, { recursive: true });
	}
}
