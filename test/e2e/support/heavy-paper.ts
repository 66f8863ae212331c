/**
 * A PDF whose pages lie far apart in the file, `bytes` each, as scanned ones do: a page that is turned to needs a request
 * of its own.
 */
export function heavyPaper(pages: number, bytes: number): Buffer {
	let text = '%PDF-1.4\n';
	const offsets: number[] = [];
	const object = (id: number, body: string) => {
		offsets[id] = text.length;
		text += `${id} 0 obj\n${body}\nendobj\n`;
	};
	const kids = Array.from({ length: pages }, (_, index) => `${4 + index * 2} 0 R`);
	object(1, '<< /Type /Catalog /Pages 2 0 R >>');
	object(2, `<< /Type /Pages /Count ${pages} /Kids [${kids.join(' ')}] >>`);
	object(3, '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>');
	for (let index = 0; index < pages; index++) {
		const drawn = `BT /F 72 Tf 200 400 Td (${index + 1}) Tj ET\n`.padEnd(bytes, ' ');
		const resources = '/MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> >>';
		object(4 + index * 2, `<< /Type /Page /Parent 2 0 R ${resources} /Contents ${5 + index * 2} 0 R >>`);
		object(5 + index * 2, `<< /Length ${drawn.length} >>\nstream\n${drawn}\nendstream`);
	}
	const table = text.length;
	const entries = offsets.slice(1).map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`);
	text += `xref\n0 ${offsets.length}\n0000000000 65535 f \n${entries.join('')}`;
	text += `trailer\n<< /Size ${offsets.length} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`;
	return Buffer.from(text, 'latin1');
}
