import { constants, crc32, deflateRawSync } from 'node:zlib';

interface Packed {
	/** as it stands in the file */
	readonly bytes: Buffer;
	readonly method?: number;
	readonly size?: number;
	readonly crc?: number;
	/** encrypted: 1 */
	readonly flags?: number;
}

const deflate = (bytes: Buffer): Packed => ({
	bytes: deflateRawSync(bytes),
	method: 8,
	size: bytes.length,
	crc: crc32(bytes),
});

type Contents = Readonly<Record<string, string | Buffer | Packed>>;

interface ZipShape {
	/** how often its directory names the first file, under other names */
	readonly again?: number;
}

/** A ZIP of these files, as its names have them. */
function zip(contents: Contents, { again = 0 }: ZipShape = {}): Buffer {
	const parts: Buffer[] = [];
	const directory: Buffer[] = [];
	let at = 0;
	const name = (
		file: string,
		{ method = 0, bytes, size = bytes.length, crc = 0, flags = 0 }: Packed,
		start: number,
	) => {
		const entry = Buffer.alloc(46);
		entry.writeUInt32LE(0x02014b50, 0);
		entry.writeUInt16LE(flags, 8);
		entry.writeUInt16LE(method, 10);
		entry.writeUInt32LE(crc, 16);
		entry.writeUInt32LE(bytes.length, 20);
		entry.writeUInt32LE(size, 24);
		entry.writeUInt16LE(Buffer.byteLength(file), 28);
		entry.writeUInt32LE(start, 42);
		directory.push(entry, Buffer.from(file));
		return entry;
	};
	for (const [file, content] of Object.entries(contents)) {
		// What says what the file is stands there as it is.
		const plain = typeof content === 'string' ? Buffer.from(content) : content;
		const packed: Packed = !Buffer.isBuffer(plain)
			? plain
			: file === 'mimetype'
				? { bytes: plain, crc: crc32(plain) }
				: deflate(plain);
		const entry = name(file, packed, at);
		const head = Buffer.concat([Buffer.from('PK\x03\x04'), entry.subarray(6, 30), Buffer.alloc(2), Buffer.from(file)]);
		parts.push(head, packed.bytes);
		if (at === 0) for (let copy = 0; copy < again; copy += 1) name(`copy ${copy}`, packed, at);
		at += head.length + packed.bytes.length;
	}
	const listed = Buffer.concat(directory);
	const end = Buffer.alloc(22);
	end.writeUInt32LE(0x06054b50, 0);
	end.writeUInt16LE(directory.length / 2, 8);
	end.writeUInt16LE(directory.length / 2, 10);
	end.writeUInt32LE(listed.length, 12);
	end.writeUInt32LE(at, 16);
	return Buffer.concat([...parts, listed, end]);
}

const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

const contentTypes = (part: string, main: string) =>
	`<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="${part}" ContentType="${main}"/></Types>`;

interface Relation {
	readonly kind: string;
	readonly target: string;
	readonly isExternal?: boolean;
}

const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const relations = (...all: readonly Relation[]) =>
	`<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${all
		.map(
			({ kind, target, isExternal }, at) =>
				`<Relationship Id="r${at}" Type="${office}/${kind}" Target="${target}"${isExternal ? ' TargetMode="External"' : ''}/>`,
		)
		.join('')}</Relationships>`;

/** A Word file that says something; what `more` names is put in or takes its place. */
export const docx = (text: string, more: Contents = {}, shape: ZipShape = {}): Buffer =>
	zip(
		{
			'[Content_Types].xml': contentTypes('/word/document.xml', `${word}.main+xml`),
			'_rels/.rels': relations({ kind: 'officeDocument', target: 'word/document.xml' }),
			'word/document.xml': `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="${office}" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><w:body><w:p><w:r><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"/></w:rPr><w:t>${text}</w:t></w:r></w:p>${linkedPicture}</w:body></w:document>`,
			...more,
		},
		shape,
	);

/** Shows the picture that the first relation names, where there is one. */
const linkedPicture =
	'<w:p><w:r><w:drawing><wp:inline><wp:extent cx="900000" cy="900000"/><wp:docPr id="1" name="a"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="1" name="a"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:link="r0"/><a:stretch/></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="900000" cy="900000"/></a:xfrm><a:prstGeom prst="rect"/></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>';

/** A picture and a template that lie elsewhere, with a macro that would run. */
export const reachingOut = (text: string, url: string): Buffer =>
	docx(text, {
		'[Content_Types].xml': contentTypes('/word/document.xml', 'application/vnd.ms-word.document.macroEnabled.main+xml'),
		'word/_rels/document.xml.rels': relations(
			{ kind: 'image', target: `${url}/picture.png`, isExternal: true },
			{ kind: 'settings', target: 'settings.xml' },
		),
		'word/settings.xml': `<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="${office}"><w:attachedTemplate r:id="r0"/></w:settings>`,
		'word/_rels/settings.xml.rels': relations({
			kind: 'attachedTemplate',
			target: `${url}/template.dotm`,
			isExternal: true,
		}),
		'word/vbaProject.bin': 'macros',
	});

const ofMain = (main: string) => zip({ '[Content_Types].xml': contentTypes('/main.xml', main), 'main.xml': '<a/>' });

const odf = (kind: string, more: Contents = {}) =>
	zip({ mimetype: `application/vnd.oasis.opendocument.${kind}`, 'content.xml': '<a/>', ...more });

/** A compound file ([MS-CFB]) with streams (2) and storages (1) of these names. */
function compound(names: Readonly<Record<string, 1 | 2>>): Buffer {
	const head = Buffer.alloc(512);
	head.write('d0cf11e0a1b11ae1', 0, 'hex');
	const entries = Object.entries({ 'Root Entry': 5, ...names }).map(([name, kind]) => {
		const entry = Buffer.alloc(128);
		entry.write(name, 0, 'utf16le');
		entry.writeUInt16LE(2 * name.length + 2, 64);
		entry.writeUInt8(kind, 66);
		return entry;
	});
	return Buffer.concat([head, ...entries, Buffer.alloc(4096)]);
}

/** So many MB of nothing, packed to a thousandth. */
function nothing(megabytes: number): Packed {
	const zeros = Buffer.alloc(1024 * 1024);
	// Blocks that end at a byte and are not the last can stand one behind the other.
	const block = deflateRawSync(zeros, { finishFlush: constants.Z_FULL_FLUSH });
	const bytes = Buffer.concat([...Array.from({ length: megabytes }, () => block), deflateRawSync(Buffer.alloc(0))]);
	return { bytes, method: 8, size: megabytes * zeros.length };
}

const many = (count: number): Contents =>
	Object.fromEntries(Array.from({ length: count }, (_, at) => [`word/${at}`, { bytes: Buffer.alloc(0) }]));

const opened = (type: string, ...warnings: string[]) => ({ type, warnings });

/** Office files that people, programs and attackers send, with what is said of each: what it is, or the refusal. */
export const oddOffice: Readonly<Record<string, { readonly bytes: () => Buffer; readonly says: object | string }>> = {
	'a Word file': { bytes: () => docx('Tờ trình'), says: opened(word) },
	'an Excel file': {
		bytes: () => ofMain('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml'),
		says: opened('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'),
	},
	'a slide show': {
		bytes: () => ofMain('application/vnd.openxmlformats-officedocument.presentationml.slideshow.main+xml'),
		says: opened('application/vnd.openxmlformats-officedocument.presentationml.presentation'),
	},
	'an Excel file for macros': {
		bytes: () => ofMain('application/vnd.ms-excel.sheet.macroEnabled.main+xml'),
		says: opened('application/vnd.ms-excel.sheet.macroEnabled.12', 'macros'),
	},
	'a template of LibreOffice': {
		bytes: () => odf('text-template'),
		says: opened('application/vnd.oasis.opendocument.text'),
	},
	'macros of LibreOffice': {
		bytes: () => odf('spreadsheet', { 'Basic/Standard/a.xml': '<a/>' }),
		says: opened('application/vnd.oasis.opendocument.spreadsheet', 'macros'),
	},
	'macros in a file that says to have none': {
		bytes: () => docx('a', { 'word/vbaProject.bin': 'x' }),
		says: opened(word, 'macros'),
	},
	'a picture and a template from elsewhere, and macros': {
		bytes: () => reachingOut('a', 'http://127.0.0.1:1'),
		says: opened('application/vnd.ms-word.document.macroEnabled.12', 'macros', 'links'),
	},
	'links that people follow': {
		bytes: () =>
			docx('a', {
				'word/_rels/document.xml.rels': relations({ kind: 'hyperlink', target: 'https://a.vn/', isExternal: true }),
			}),
		says: opened(word),
	},
	'names beyond ASCII, long and turned around': {
		bytes: () => docx('a', { [`${'đ'.repeat(300)}\u202egpj.exe`]: 'x', [`a/${'e\u0301'.repeat(90)}`]: 'x' }),
		says: opened(word),
	},
	'names that lead out of it': { bytes: () => docx('a', { '../../../etc/passwd': 'x' }), says: opened(word) },
	'a ZIP of files': { bytes: () => zip({ 'a.txt': 'a' }), says: 'file-type-refused' },
	'a ZIP in a ZIP': { bytes: () => zip({ 'a.docx': docx('a'), 'b.zip': zip({}) }), says: 'file-type-refused' },
	'a drawing': { bytes: () => odf('graphics'), says: 'file-type-refused' },
	'a book': {
		bytes: () => zip({ mimetype: 'application/epub+zip', 'META-INF/container.xml': '<a/>' }),
		says: 'file-type-refused',
	},
	'cut off': { bytes: () => docx('Tờ trình').subarray(0, 600), says: 'paper-unreadable' },
	'its last byte cut off': { bytes: () => docx('Tờ trình').subarray(0, -1), says: 'paper-unreadable' },
	'nothing but a head': { bytes: () => Buffer.from('PK\x03\x04'), says: 'paper-unreadable' },
	'noise where a part of it should be': {
		bytes: () => docx('a', { 'word/a.xml': { bytes: Buffer.alloc(40, 0xff), method: 8, size: 40 } }),
		says: 'paper-unreadable',
	},
	'a way of packing that no office file has': {
		bytes: () => docx('a', { 'word/a.xml': { bytes: Buffer.from('a'), method: 14 } }),
		says: 'paper-unreadable',
	},
	'a part that fills a machine': {
		bytes: () => docx('a', { 'word/media/a.bmp': nothing(101) }),
		says: 'paper-unpacks-too-large',
	},
	'one part under a hundred names': {
		bytes: () => zip({ a: nothing(2), '[Content_Types].xml': contentTypes('/a', `${word}.main+xml`) }, { again: 100 }),
		says: 'paper-unpacks-too-large',
	},
	'ten thousand parts': { bytes: () => docx('a', many(10_000)), says: 'paper-unpacks-too-large' },
	'a password, as ZIPs have them': {
		bytes: () => docx('a', { 'word/a.xml': { bytes: Buffer.from('a'), flags: 1 } }),
		says: 'paper-needs-password',
	},
	'a password, as Word has them': {
		bytes: () => compound({ EncryptionInfo: 2, EncryptedPackage: 2 }),
		says: 'paper-needs-password',
	},
	'a password, as LibreOffice has them': {
		bytes: () => odf('text', { 'META-INF/manifest.xml': '<manifest:encryption-data/>' }),
		says: 'paper-needs-password',
	},
	'a Word file of the years before 2007': {
		bytes: () => compound({ WordDocument: 2, '1Table': 2 }),
		says: opened('application/msword'),
	},
	'an Excel file of the years before 2007, with macros': {
		bytes: () => compound({ Workbook: 2, _VBA_PROJECT_CUR: 1 }),
		says: opened('application/vnd.ms-excel', 'macros'),
	},
	'slides of the years before 2007': {
		bytes: () => compound({ 'PowerPoint Document': 2 }),
		says: opened('application/vnd.ms-powerpoint'),
	},
	'a letter of Outlook': { bytes: () => compound({ '__properties_version1.0': 2 }), says: 'file-type-refused' },
	'the head of an old file alone': {
		bytes: () => Buffer.from('d0cf11e0a1b11ae1', 'hex'),
		says: 'file-type-refused',
	},
};
