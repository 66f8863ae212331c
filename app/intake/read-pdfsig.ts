import type { PaperSignatures } from '#db/documents/paper-signatures.ts';

/** What poppler's pdfsig says (`-nocert`), in English, its times in UTC. */
export function readPdfsig(said: string): PaperSignatures | undefined {
	const each = said.split(/^Signature #\d+:$/m).slice(1, 51);
	if (each.length === 0) return undefined;
	const valid = each.map((part) => lastOf(part, 'Signature Validation') === 'Signature is Valid.');
	const signers = each.map((part) => ({
		name: (valueOf(part, 'Signer Certificate Common Name') ?? '').slice(0, 200),
		at: timeOf(valueOf(part, 'Signing Time')),
	}));
	if (each.some((part) => lastOf(part, 'Signature Validation') === 'Digest Mismatch.'))
		return { state: 'changed', signers };
	if (!valid.every(Boolean)) return { state: 'unknown', signers };
	const isAll = each.some((part) => /^ {2}- Total document signed$/m.test(part));
	return { state: isAll ? 'intact' : 'extended', signers };
}

const valuesOf = (part: string, name: string): string[] =>
	[...part.matchAll(new RegExp(`^ {2}- ${name}: (.*)$`, 'gm'))].map(([, value = '']) => value.trim());

const valueOf = (part: string, name: string) => valuesOf(part, name)[0];

/** What comes last is pdfsig's own word, whatever a certificate's name holds. */
const lastOf = (part: string, name: string) => valuesOf(part, name).at(-1);

function timeOf(said: string | undefined): number | null {
	const at = Date.parse(`${said} UTC`);
	return Number.isNaN(at) ? null : at;
}
