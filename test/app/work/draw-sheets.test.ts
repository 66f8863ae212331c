import { PDFDict, PDFDocument, PDFName, PDFRawStream } from '@cantoo/pdf-lib';
import { expect, test } from 'vitest';
import { drawSheets } from '../../../app/work/draw-sheets.ts';

test('over a paper’s pages lies whose copy it is, with letters of its own: a name without its font is seen by nobody', async () => {
	const about = { item: '', label: 'Nội bộ', address: 'http://127.0.0.1/papers/abc', title: 'Tờ trình', missing: '' };
	const sizes = [
		[595, 842],
		[842, 595],
	] as const;
	const { over, covers, sheets } = await drawSheets({
		title: 'Phiên họp',
		about: [],
		contents: 'Danh mục',
		papers: [
			{ ...about, mark: 'Hoàng Khách · 08:00', sizes },
			{ ...about, mark: null, sizes },
			{ ...about, mark: 'Hoàng Khách · 08:00', sizes: undefined, missing: 'Quá lớn' },
		],
	});
	const drawn = await PDFDocument.load(over);
	expect([sheets, drawn.getPageCount(), (await PDFDocument.load(covers)).getPageCount()]).toEqual([8, 8, 4]);
	const { context } = drawn;
	const forms = context.enumerateIndirectObjects().flatMap(([, object]) => {
		if (!(object instanceof PDFRawStream) || object.dict.get(PDFName.of('Subtype')) !== PDFName.of('Form')) return [];
		return [object.dict.lookup(PDFName.of('Resources'), PDFDict).lookup(PDFName.of('Font'), PDFDict)];
	});
	expect(forms).toHaveLength(1);
	const fonts = forms.flatMap((of) => of.values().map((ref) => context.lookup(ref)));
	expect(fonts.length).toBeGreaterThan(0);
	for (const font of fonts) expect((font as PDFDict).get(PDFName.of('Type'))).toBe(PDFName.of('Font'));
});
