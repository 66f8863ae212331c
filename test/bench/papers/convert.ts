import { storeFile } from '#db/documents/file-store.ts';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { Converter } from '../../../app/intake/converter.ts';
import { Sandbox } from '../../../app/intake/sandbox.ts';

/** The demo's own. */
const usual = path.join(import.meta.dirname, '../../../db/demo/thanh-hoa/papers');

export interface Converted {
	readonly name: string;
	/** of the office file */
	readonly bytes: number;
	readonly convert_s: number;
}

/** How long LibreOffice takes in the sandbox, with a profile of its own each time. @param folder whose DOCX are converted */
export async function measureConversion(say: (line: string) => void, folder = usual): Promise<readonly Converted[]> {
	const dataDir = mkdtempSync(path.join(tmpdir(), 'nhip-cau-convert-'));
	const sandbox = new Sandbox();
	try {
		const converter = new Converter({ sandbox, dataDir, log: pino({ level: 'warn' }) });
		const names = readdirSync(folder).filter((name) => name.toLowerCase().endsWith('.docx'));
		const figures: Converted[] = [];
		for (const name of names.toSorted()) {
			const bytes = readFileSync(path.join(folder, name));
			const stored = await storeFile(dataDir, new Blob([bytes]).stream());
			const type = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
			const began = performance.now();
			await converter.toPdf({ ...stored, type });
			const convert_s = Math.round((performance.now() - began) / 100) / 10;
			figures.push({ name, bytes: bytes.length, convert_s });
			say(`${name}: ${convert_s} s`);
		}
		return figures;
	} finally {
		sandbox.close();
		rmSync(dataDir, { recursive: true, force: true });
	}
}
