import { readFileSync } from 'node:fs';
import type { PackType, PaperType } from '#db/documents/file-type.ts';
import type { PaperWarning } from '#db/documents/paper-warnings.ts';
import { Refused } from './refused.ts';
import { Zip } from './zip.ts';

/** Of a file of descriptions, in bytes. */
const longest = 4 * 1024 * 1024;

interface Looked {
	readonly type: PaperType;
	readonly warnings: readonly PaperWarning[];
}

const ooxml: readonly (readonly [RegExp, PaperType])[] = [
	[
		/wordprocessingml\.(document|template)\.main\+xml/,
		'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
	],
	[/spreadsheetml\.(sheet|template)\.main\+xml/, 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
	[
		/presentationml\.(presentation|slideshow|template)\.main\+xml/,
		'application/vnd.openxmlformats-officedocument.presentationml.presentation',
	],
	[/ms-word\.(document|template)\.macroEnabled\w*\.main\+xml/, 'application/vnd.ms-word.document.macroEnabled.12'],
	[/ms-excel\.(sheet|template)\.macroEnabled\.main\+xml/, 'application/vnd.ms-excel.sheet.macroEnabled.12'],
	[
		/ms-powerpoint\.(presentation|slideshow|template)\.macroEnabled\.main\+xml/,
		'application/vnd.ms-powerpoint.presentation.macroEnabled.12',
	],
];

const odf: readonly (readonly [string, PaperType])[] = (['text', 'spreadsheet', 'presentation'] as const).flatMap(
	(kind) => {
		const type = `application/vnd.oasis.opendocument.${kind}` as const;
		return [[type, type] as const, [`${type}-template`, type] as const];
	},
);

async function lookIntoZip(file: string): Promise<Looked> {
	const zip = new Zip(file);
	await zip.measure();
	const mimetype = await zip.read('mimetype', 100);
	const contents = (await zip.read('[Content_Types].xml', longest)) ?? '';
	const type = odf.find(([text]) => text === mimetype?.trim())?.[1] ?? ooxml.find(([main]) => main.test(contents))?.[1];
	if (!type) throw new Refused('file-type-refused');
	const macros =
		type.includes('macroEnabled') ||
		zip.entries.some(({ name }) => /(^|\/)vbaProject\.bin$|^(Basic|Scripts)\//i.test(name));
	const manifest = await zip.read('META-INF/manifest.xml', longest);
	if (mimetype !== undefined && manifest?.includes('encryption-data')) throw new Refused('paper-needs-password');
	return {
		type,
		warnings: [...(macros ? ['macros' as const] : []), ...((await isLinked(zip)) ? ['links' as const] : [])],
	};
}

/** Whether something that would be shown lies elsewhere: pictures, templates, objects; links that people follow are none. */
async function isLinked(zip: Zip): Promise<boolean> {
	for (const { name } of zip.entries.filter((entry) => entry.name.endsWith('.rels'))) {
		const relations = (await zip.read(name, longest))?.match(/<Relationship\b[^>]*>/g) ?? [];
		if (relations.some((each) => each.includes('"External"') && !/\/hyperlink"/.test(each))) return true;
	}
	return false;
}

/** A file of the years before 2007 ([MS-CFB]): entries of 128 bytes name what is in it. */
function lookIntoCompound(file: string): Looked {
	const bytes = readFileSync(file);
	const names = new Set<string>();
	for (let at = 512; at + 128 <= bytes.length; at += 128) {
		const length = bytes.readUInt16LE(at + 64);
		const kind = bytes.readUInt8(at + 66);
		if (length < 4 || length > 64 || length % 2 || (kind !== 1 && kind !== 2)) continue;
		names.add(bytes.toString('utf16le', at, at + length - 2));
	}
	if (names.has('EncryptedPackage')) throw new Refused('paper-needs-password');
	const type = compound.find(([name]) => names.has(name))?.[1];
	if (!type) throw new Refused('file-type-refused');
	const macros = ['Macros', '_VBA_PROJECT_CUR', 'VBA'].some((name) => names.has(name));
	return { type, warnings: macros ? ['macros'] : [] };
}

const compound: readonly (readonly [string, PaperType])[] = [
	['WordDocument', 'application/msword'],
	['Workbook', 'application/vnd.ms-excel'],
	['Book', 'application/vnd.ms-excel'],
	['PowerPoint Document', 'application/vnd.ms-powerpoint'],
];

/**
 * Which kind of office file it is, by what is in it. Never in the server's own process: it reads what strangers wrote.
 * @throws Refused
 */
export const officeKind = async (file: string, pack: PackType): Promise<Looked> =>
	pack === 'application/zip' ? lookIntoZip(file) : lookIntoCompound(file);
