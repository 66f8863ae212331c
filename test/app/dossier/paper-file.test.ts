import { ownTitle } from '#lib/dossier/own-title.ts';
import { suggestTitle } from '#lib/dossier/paper-file.ts';
import { expect, test } from 'vitest';

test.each([
	['to_trinh-so-5.pdf', 'To trinh so 5'],
	['Kinh tế - xã hội giai đoạn 2026-2030.docx', 'Kinh tế - xã hội giai đoạn 2026-2030'],
	['ke-hoach-2026-2030.pdf', 'Ke hoach 2026-2030'],
	['Kế hoạch phát triển.PDF', 'Kế hoạch phát triển'],
	// As Macs write names: a letter and its marks one after the other.
	['Nghị quyết về đất đai.pdf'.normalize('NFD'), 'Nghị quyết về đất đai'],
	['đề án.pdf'.normalize('NFD'), 'Đề án'],
])('%s is suggested with its accents', (name, title) => expect(suggestTitle(name)).toBe(title));

const wide = (text: string) => `FEFF${Buffer.from(text, 'utf16le').swap16().toString('hex')}`;
const xmp = (text: string) => `<dc:title><rdf:Alt><rdf:li xml:lang="x-default">${text}</rdf:li></rdf:Alt></dc:title>`;

test.each([
	['in UTF-16', `%PDF-1.7 /Title <${wide('Tờ trình về dự toán')}>`, 'Tờ trình về dự toán'],
	['in its metadata', `%PDF-1.7 ${xmp('Báo cáo &amp; kiến nghị'.normalize('NFD'))}`, 'Báo cáo & kiến nghị'],
	['far behind', `%PDF-1.7 ${' '.repeat(600_000)} /Title (Bao cao \\(lan 2\\) nam 2026)`, 'Bao cao (lan 2) nam 2026'],
	['that Word wrote', '%PDF-1.7 /Title (Microsoft Word - Document1)', undefined],
	['that is a file', `%PDF-1.7 ${xmp('to trinh so 5.docx')}`, undefined],
	['in letters of an old font', '%PDF-1.7 /Title (Tê tr×nh vÒ dù to¸n)', undefined],
	['of one word', '%PDF-1.7 /Title (Untitled)', undefined],
	['that there is none', '%PDF-1.7', undefined],
])('of a PDF its own title, %s', async (_, text, title) => expect(await ownTitle(new Blob([text]))).toBe(title));
