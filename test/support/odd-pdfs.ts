import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';

const latin = (text: string) => Buffer.from(text, 'latin1');

interface PdfParts {
	/** of each object from 1 on, what stands between `obj` and `endobj` */
	readonly objects: readonly (string | Buffer)[];
	/** what the trailer says besides `/Size` and `/Root 1 0 R` */
	readonly trailer?: string;
}

/** A PDF of these objects, with a table of where they stand. */
function assemble({ objects, trailer = '' }: PdfParts): Buffer {
	const parts: Buffer[] = [latin('%PDF-1.7\n')];
	const offsets: number[] = [];
	let start = parts[0]?.length ?? 0;
	objects.forEach((object, at) => {
		const part = Buffer.concat([latin(`${at + 1} 0 obj\n`), Buffer.from(object), latin('\nendobj\n')]);
		offsets.push(start);
		parts.push(part);
		start += part.length;
	});
	const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
	const size = objects.length + 1;
	parts.push(latin(`xref\n0 ${size}\n0000000000 65535 f \n${entries}`));
	parts.push(latin(`trailer\n<< /Size ${size} /Root 1 0 R ${trailer} >>\nstartxref\n${start}\n%%EOF\n`));
	return Buffer.concat(parts);
}

const stream = (bytes: string | Buffer, dictionary = '') => {
	const body = Buffer.from(bytes);
	return Buffer.concat([latin(`<< ${dictionary} /Length ${body.length} >>\nstream\n`), body, latin('\nendstream')]);
};

interface Pages {
	/** what stands on each page, in `font` */
	readonly texts: readonly string[];
	/** Helvetica if it is not said */
	readonly font?: string;
	/** of all pages, or of each, with what else is said of it */
	readonly mediaBox?: string | readonly string[];
	/** what is drawn by the name of X, objects of `more` page by page */
	readonly drawn?: readonly number[];
	/** in the catalogue */
	readonly catalogue?: string;
	readonly trailer?: string;
	/** turns what stands on a page into what the file has */
	readonly seal?: (bytes: Buffer, object: number) => Buffer;
	readonly more?: readonly (string | Buffer)[];
}

/** Objects 1 to 3 are catalogue, pages and font; two for each page, its content second; then `more`. */
function pages({
	texts,
	font = '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
	mediaBox = '[0 0 595 842]',
	drawn = [],
	catalogue = '',
	trailer,
	seal,
	more = [],
}: Pages): Buffer {
	const kids = texts.map((_, at) => `${4 + 2 * at} 0 R`).join(' ');
	const objects: (string | Buffer)[] = [
		`<< /Type /Catalog /Pages 2 0 R ${catalogue} >>`,
		`<< /Type /Pages /Kids [${kids}] /Count ${texts.length} >>`,
		font,
	];
	for (const [at, text] of texts.entries()) {
		const image = drawn[at];
		const box = typeof mediaBox === 'string' ? mediaBox : mediaBox[at];
		const objectsDrawn = image === undefined ? '' : `/XObject << /X ${image} 0 R >>`;
		const content = latin(`${image === undefined ? '' : '/X Do '}BT /F1 24 Tf 72 700 Td (${text}) Tj ET`);
		const own = 5 + 2 * at;
		objects.push(
			`<< /Type /Page /Parent 2 0 R /MediaBox ${box} /Resources << /Font << /F1 3 0 R >> ${objectsDrawn} >> /Contents ${own} 0 R >>`,
			stream(seal ? seal(content, own) : content),
		);
	}
	return assemble({ objects: [...objects, ...more], ...(trailer === undefined ? {} : { trailer }) });
}

function rc4(key: Uint8Array, bytes: Uint8Array): Buffer {
	const state = Uint8Array.from({ length: 256 }, (_, at) => at);
	const at = (index: number) => state[index & 255] ?? 0;
	const swap = (a: number, b: number) => ([state[a & 255], state[b & 255]] = [at(b), at(a)]);
	for (let i = 0, j = 0; i < 256; i += 1) swap(i, (j = (j + at(i) + (key[i % key.length] ?? 0)) & 255));
	let [i, j] = [0, 0];
	const sealed = bytes.map((byte) => {
		i = (i + 1) & 255;
		j = (j + at(i)) & 255;
		swap(i, j);
		return byte ^ at(at(i) + at(j));
	});
	return Buffer.from(sealed);
}

const md5 = (...parts: Uint8Array[]) => parts.reduce((hash, part) => hash.update(part), createHash('md5')).digest();

const padding = Buffer.from('28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A', 'hex');
const padded = (password: string) => Buffer.concat([latin(password), padding]).subarray(0, 32);

/** The standard security handler of revision 2 (ISO 32000-1, 7.6.3), 40 bits. `user`: asked for when it is opened; empty: nothing is. */
export function sealedPdf({ user, owner }: { readonly user: string; readonly owner: string }): Buffer {
	const id = md5(latin('id'));
	const o = rc4(md5(padded(owner)).subarray(0, 5), padded(user));
	const permissions = Buffer.from([0xc0, 0xff, 0xff, 0xff]);
	const key = md5(padded(user), o, permissions, id).subarray(0, 5);
	const hex = (bytes: Buffer) => `<${bytes.toString('hex')}>`;
	const encrypt = `/Encrypt << /Filter /Standard /V 1 /R 2 /O ${hex(o)} /U ${hex(rc4(key, padding))} /P -64 >>`;
	return pages({
		texts: ['sealed'],
		trailer: `${encrypt} /ID [${hex(id)} ${hex(id)}]`,
		seal: (bytes, object) => rc4(md5(key, Buffer.from([object, 0, 0, 0, 0])).subarray(0, 10), bytes),
	});
}

/** A picture of one point for every kind of scan that is broken. */
const scan = (filter: string, bytes: string) =>
	stream(
		Buffer.from(bytes, 'hex'),
		`/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 1 /ColorSpace /DeviceGray /Filter /${filter}`,
	);

/** Letters by their numbers, in a font that is not in the file; which they are is said beside it. */
function notEmbedded(text: string): Buffer {
	const letters = [...text];
	const hex = (value: number) => value.toString(16).padStart(4, '0');
	const named = letters.map((letter, at) => `<${hex(at + 1)}> <${hex(letter.codePointAt(0) ?? 0)}>`).join('\n');
	const toUnicode = `/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def 1 begincodespacerange <0000> <ffff> endcodespacerange ${letters.length} beginbfchar ${named} endbfchar endcmap end end`;
	return pages({
		texts: [letters.map((_, at) => `\\000\\${(at + 1).toString(8).padStart(3, '0')}`).join('')],
		font: '<< /Type /Font /Subtype /Type0 /BaseFont /TimesNewRomanPSMT /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 8 0 R >>',
		more: [
			'<< /Type /Font /Subtype /CIDFontType2 /BaseFont /TimesNewRomanPSMT /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor 7 0 R /DW 500 >>',
			'<< /Type /FontDescriptor /FontName /TimesNewRomanPSMT /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 /Ascent 900 /Descent -200 /CapHeight 700 /StemV 80 >>',
			stream(toUnicode),
		],
	});
}

/** Pages under a tree as deep as a well. */
function deepTree(depth: number): Buffer {
	const nodes = Array.from(
		{ length: depth },
		(_, at) => `<< /Type /Pages /Kids [${at + 6} 0 R] /Count 1 /Parent ${at + 4} 0 R >>`,
	);
	return assemble({
		objects: [
			'<< /Type /Catalog /Pages 4 0 R >>',
			'<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
			stream('BT /F1 24 Tf 72 700 Td (Deep) Tj ET'),
			`<< /Type /Pages /Kids [5 0 R] /Count 1 >>`,
			...nodes,
			`<< /Type /Page /Parent ${depth + 4} 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 2 0 R >> >> /Contents 3 0 R >>`,
		],
	});
}

const plain = (...texts: string[]) => pages({ texts });

/** A PDF of so many pages, each with its number. */
export const pdfOf = (count: number): Buffer => plain(...Array.from({ length: count }, (_, at) => `Page ${at + 1}`));

/** Files that people, programs and attackers send, with what is said of each: a refusal, or what is read of it. */
export const oddPdfs: Readonly<Record<string, { readonly bytes: () => Buffer; readonly says: object | string }>> = {
	'an ordinary one': { bytes: () => plain('Hello', 'World'), says: { pages: ['Hello', 'World'], repaired: false } },
	'junk before its head': {
		bytes: () => Buffer.concat([Buffer.alloc(900, ' '), plain('Hello')]),
		says: { pages: ['Hello'] },
	},
	'cut off': { bytes: () => plain('Hello', 'World').subarray(0, -320), says: 'paper-unreadable' },
	'its last line cut off': {
		bytes: () => plain('Hello', 'World').subarray(0, -22),
		says: { pages: ['Hello', 'World'], repaired: true },
	},
	'cut off before its first page': { bytes: () => plain('Hello').subarray(0, 90), says: 'paper-unreadable' },
	'its table of objects is wrong': {
		bytes: () =>
			Buffer.from(
				plain('Hello')
					.toString('latin1')
					.replace(/\d{10} 00000 n/g, '0000000007 00000 n'),
				'latin1',
			),
		says: { pages: ['Hello'], repaired: true },
	},
	'no pages': { bytes: () => plain(), says: 'paper-has-no-pages' },
	'nothing but a head': { bytes: () => latin('%PDF-1.7\n'), says: 'paper-unreadable' },
	'noise behind a head': {
		bytes: () => Buffer.concat([latin('%PDF-1.7\n'), createHash('shake256', { outputLength: 20_000 }).digest()]),
		says: 'paper-unreadable',
	},
	'a password to open it': { bytes: () => sealedPdf({ user: 'bi-mat', owner: 'chu' }), says: 'paper-needs-password' },
	'a password to change it': {
		bytes: () => sealedPdf({ user: '', owner: 'chu' }),
		says: { pages: ['sealed'], repaired: false },
	},
	'pages of 2 to the 31st points': {
		bytes: () => pages({ texts: ['Hello'], mediaBox: '[0 0 2147483648 2147483648]' }),
		says: 'paper-has-absurd-pages',
	},
	'pages without any area': {
		bytes: () => pages({ texts: ['Hello'], mediaBox: '[0 0 0 0]' }),
		says: { pages: ['Hello'] },
	},
	'more pages than it has': {
		bytes: () => Buffer.from(plain('Hello').toString('latin1').replace('/Count 1', '/Count 9'), 'latin1'),
		says: { pages: ['Hello'] },
	},
	'a tree of pages that has itself for a branch': {
		bytes: () => Buffer.from(plain('Hello').toString('latin1').replace('[4 0 R]', '[2 0 R]'), 'latin1'),
		says: 'paper-unreadable',
	},
	'more pages than a paper may have': {
		bytes: () => pdfOf(5_001),
		says: 'paper-has-too-many-pages',
	},
	'a form of XFA alone': {
		bytes: () =>
			pages({
				texts: ['Please wait'],
				catalogue: '/NeedsRendering true /AcroForm << /Fields [] /XFA 6 0 R >>',
				more: [
					stream(
						'<xdp:xdp xmlns:xdp="http://ns.adobe.com/xdp/"><template xmlns="http://www.xfa.org/schema/xfa-template/3.3/"><subform name="f"><pageSet><pageArea><medium stock="a4"/></pageArea></pageSet></subform></template></xdp:xdp>',
					),
				],
			}),
		says: 'paper-is-xfa',
	},
	'a signature': {
		bytes: () =>
			pages({
				texts: ['Signed'],
				catalogue: '/AcroForm << /SigFlags 3 /Fields [6 0 R] >>',
				more: [
					'<< /Type /Annot /Subtype /Widget /FT /Sig /T (s) /Rect [0 0 0 0] /V 7 0 R >>',
					'<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached /Contents <00> /ByteRange [0 1 2 3] >>',
				],
			}),
		says: { pages: ['Signed'], signed: true },
	},
	'a script and a program that would start': {
		bytes: () =>
			pages({
				texts: ['Quiet'],
				catalogue:
					'/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> /AA << /WC << /S /Launch /F (/bin/sh) >> >>',
			}),
		says: { pages: ['Quiet'] },
	},
	'pages of many sizes, some lying on their side': {
		bytes: () =>
			pages({
				texts: ['A4', 'A0', 'Roll'],
				mediaBox: ['[0 0 595 842]', '[0 0 2384 3370] /Rotate 90', '[0 0 595 85039] /Rotate -90'],
			}),
		says: { pages: ['A4', 'A0', 'Roll'] },
	},
	'letters of Vietnamese in a font that is not in it': {
		bytes: () => notEmbedded('Nghị quyết số 5 của Ủy ban'),
		says: { pages: ['Nghị quyết số 5 của Ủy ban'] },
	},
	'the stamp of a state secret': {
		bytes: () => notEmbedded('TUYỆT MẬT'),
		says: { pages: ['TUYỆT MẬT'], stamped: true },
	},
	'the word of a stamp in a sentence': {
		bytes: () => notEmbedded('Nội dung MẬT không gửi qua mạng'),
		says: { stamped: false },
	},
	'scans by JPEG 2000, JBIG2 and fax that are broken': {
		bytes: () =>
			pages({
				texts: ['One', 'Two', 'Three'],
				drawn: [10, 11, 12],
				more: [
					scan('JPXDecode', '0000000c6a5020200d0a870a'),
					scan('JBIG2Decode', 'ff00ff'),
					scan('CCITTFaxDecode', ''),
				],
			}),
		says: { pages: ['One', 'Two', 'Three'] },
	},
	'a scanned roll longer than any canvas': {
		bytes: () =>
			pages({
				texts: ['Roll'],
				drawn: [6],
				more: [
					stream(
						deflateSync(Buffer.alloc((40_000 * 512) / 8)),
						'/Type /XObject /Subtype /Image /Width 40000 /Height 512 /BitsPerComponent 1 /ColorSpace /DeviceGray /Filter /FlateDecode',
					),
				],
			}),
		says: { pages: ['Roll'], repaired: false },
	},
	'a file in it, and a form to fill': {
		bytes: () =>
			pages({
				texts: ['Form'],
				catalogue:
					'/Names << /EmbeddedFiles << /Names [(a.exe) << /Type /Filespec /F (a.exe) /EF << /F 7 0 R >> >>] >> >> /AcroForm << /Fields [6 0 R] >>',
				more: ['<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /V (b) /Rect [0 0 9 9] >>', stream('MZ')],
			}),
		says: { pages: ['Form'], signed: false },
	},
	'a tree of pages as deep as a well': { bytes: () => deepTree(3_000), says: { pages: ['Deep'] } },
	'a page that refers to objects that are not there': {
		bytes: () => pages({ texts: ['Here'], drawn: [999] }),
		says: { pages: ['Here'] },
	},
	'arrays as deep as a well': {
		bytes: () => pages({ texts: ['Deep'], catalogue: `/Deep ${'['.repeat(50_000)}${']'.repeat(50_000)}` }),
		says: 'paper-unreadable',
	},
};

/**
 * What its author put on the page besides its text: a link over its upper third, a red square below it, and a blue field of a form
 * that would start a program; a script that would run when it is opened.
 */
export const annotatedPdf = (): Buffer =>
	assemble({
		objects: [
			'<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> /AcroForm << /Fields [7 0 R] >> >>',
			'<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
			'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << >> /Contents 4 0 R /Annots [5 0 R 6 0 R 7 0 R] >>',
			stream(''),
			'<< /Type /Annot /Subtype /Link /Rect [100 600 500 700] /Border [0 0 0] /A << /S /URI /URI (http://127.0.0.1:9/) >> >>',
			'<< /Type /Annot /Subtype /Square /F 4 /Rect [100 400 300 500] /AP << /N 8 0 R >> >>',
			'<< /Type /Annot /Subtype /Widget /F 4 /FT /Tx /T (a) /V (b) /Rect [100 200 300 300] /AP << /N 9 0 R >> /A << /S /Launch /F (/bin/sh) >> >>',
			stream('1 0 0 rg 0 0 200 100 re f', '/Type /XObject /Subtype /Form /BBox [0 0 200 100]'),
			stream('0 0 1 rg 0 0 200 100 re f', '/Type /XObject /Subtype /Form /BBox [0 0 200 100]'),
		],
	});
