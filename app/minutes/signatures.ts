import { AlignmentType, Paragraph, type Table } from 'docx';
import { centred, gap, run, size, textWidth } from './form.ts';
import { columns } from './letterhead.ts';
import type { Minutes } from './minutes.ts';

const half = Math.round(textWidth / 2);

/** THƯ KÝ and CHỦ TRÌ with room to sign. */
export function signatures({ chairs, secretaries }: Minutes): Table {
	const signed = (title: string, name: string | undefined) => [
		centred(title, { bold: true, size: size.body }),
		...Array.from({ length: 4 }, gap),
		centred(name ?? '', { bold: true, size: size.body }),
	];
	return columns(
		[[signed('THƯ KÝ', secretaries[0]?.name), signed('CHỦ TRÌ', chairs[0]?.name)]],
		[half, textWidth - half],
	);
}

export function recipients(): Paragraph[] {
	const line = (text: string, options: Parameters<typeof run>[1], before = 0) =>
		new Paragraph({ alignment: AlignmentType.LEFT, spacing: { before }, children: [run(text, options)] });
	return [
		line('Nơi nhận:', { bold: true, italics: true, size: size.recipientsTitle }, 240),
		line('- Như thành phần tham dự;', { size: size.recipients }),
		line('- Lưu: VT, hồ sơ cuộc họp.', { size: size.recipients }),
	];
}
