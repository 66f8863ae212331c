/** Of a page scanned with 150 dots an inch, in pixels. */
export const scanned = { width: 1240, height: 1754 } as const;

/**
 * A PDF as a scanner writes it: one picture a page, page after page, all of them below one node. `pictures`: JPEGs of `scanned`'s
 * size, which take turns; each page has `bytes` of its own, at least as many as its picture.
 */
export function scannedPaper(pictures: readonly Buffer[], pages: number, bytes: number): Buffer {
	const parts: Buffer[] = [];
	const offsets: number[] = [];
	let at = 0;
	const write = (part: Buffer) => {
		parts.push(part);
		at += part.length;
	};
	const text = (line: string) => write(Buffer.from(line, 'latin1'));
	const object = (id: number, body: () => void) => {
		offsets[id] = at;
		text(`${id} 0 obj\n`);
		body();
		text('\nendobj\n');
	};
	const ids = Array.from({ length: pages }, (_, page) => 3 + page * 3);
	const drawn = 'q 595 0 0 842 0 0 cm /I Do Q';
	text('%PDF-1.4\n%\xe2\xe3\xcf\xd3\n');
	object(1, () => text('<< /Type /Catalog /Pages 2 0 R >>'));
	for (const [page, id] of ids.entries()) {
		const picture = pictures[page % pictures.length] ?? Buffer.alloc(0);
		// What stands after a picture's end is not looked at: no two pages are the same.
		const own = Buffer.alloc(Math.max(bytes, picture.length + 4), page % 251);
		picture.copy(own);
		object(id, () =>
			text(
				`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${id + 1} 0 R /Resources << /XObject << /I ${id + 2} 0 R >> >> >>`,
			),
		);
		object(id + 1, () => text(`<< /Length ${drawn.length} >>\nstream\n${drawn}\nendstream`));
		object(id + 2, () => {
			const size = `/Width ${scanned.width} /Height ${scanned.height} /BitsPerComponent 8 /ColorSpace /DeviceRGB`;
			text(`<< /Type /XObject /Subtype /Image ${size} /Filter /DCTDecode /Length ${own.length} >>\nstream\n`);
			write(own);
			text('\nendstream');
		});
	}
	object(2, () => text(`<< /Type /Pages /Count ${pages} /Kids [${ids.map((id) => `${id} 0 R`).join(' ')}] >>`));
	const table = at;
	const entries = offsets.slice(1).map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`);
	text(`xref\n0 ${offsets.length}\n0000000000 65535 f \n${entries.join('')}`);
	text(`trailer\n<< /Size ${offsets.length} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`);
	return Buffer.concat(parts);
}
