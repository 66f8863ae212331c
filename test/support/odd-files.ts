import { crc32 } from 'node:zlib';

/** What is no paper, whatever its name says, by what it is. */
export const noPapers: Readonly<Record<string, Buffer>> = {
	'a program': Buffer.from('MZ\x90\0'.padEnd(2_000, '\0'), 'latin1'),
	'a program of Linux': Buffer.from('\x7fELF'.padEnd(2_000, '\0'), 'latin1'),
	'a page of the web': Buffer.from('<!doctype html><script>alert(1)</script>'),
	'a drawing with a script': Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
	'a moving picture': Buffer.from('GIF89a\x01\0\x01\0\0\0\0;', 'latin1'),
	'a film': Buffer.from('\0\0\0\x18ftypmp42\0\0\0\0mp42isom', 'latin1'),
	'a text': Buffer.from('Tờ trình về việc bố trí kinh phí'),
	'a RAR archive': Buffer.from('Rar!\x1a\x07\x01\0', 'latin1'),
	'a text for a word processor': Buffer.from('{\\rtf1 a}'),
	'a PDF that begins too late': Buffer.concat([Buffer.alloc(1_025, ' '), Buffer.from('%PDF-1.7')]),
};

function chunk(kind: string, data: Buffer): Buffer {
	const body = Buffer.concat([Buffer.from(kind), data]);
	const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
	length.writeUInt32BE(data.length);
	sum.writeUInt32BE(crc32(body));
	return Buffer.concat([length, body, sum]);
}

/** Of white points, as far as its head goes. */
export function png({
	width,
	height,
	data = Buffer.alloc(0),
}: {
	width: number;
	height: number;
	data?: Buffer;
}): Buffer {
	const head = Buffer.alloc(13);
	head.writeUInt32BE(width, 0);
	head.writeUInt32BE(height, 4);
	head.writeUInt8(8, 8);
	const parts = [chunk('IHDR', head), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))];
	return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...parts]);
}
