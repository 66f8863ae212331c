import { m } from '#lib/paraglide/messages.js';
import { burnMarks, type DrawLetters } from './burn-marks.ts';
import { stampSize } from './ink-path.ts';
import type { Mark } from './mark.ts';

/** Of a line of the list, in points; so many dots for a point. */
const [lineWidth, letterSize, fine] = [499, 11, 3];

const family = "'Be Vietnam Pro', system-ui, sans-serif";

/** Letters as the pages have them. */
const letters: DrawLetters = async (text, kind) => {
	const canvas = document.createElement('canvas');
	const context = canvas.getContext('2d');
	if (!context) throw new Error('nothing can be drawn here');
	const size = (across: number, down: number) => {
		canvas.width = Math.ceil(across * fine);
		canvas.height = Math.ceil(down * fine);
		context.scale(fine, fine);
		context.textBaseline = 'middle';
	};
	let [width, height]: [number, number] = [18, 18];
	if (kind === 'list') {
		context.font = `${letterSize}px ${family}`;
		const lines = wrap(context, text);
		[width, height] = [lineWidth, lines.length * letterSize * 1.5];
		size(width, height);
		context.font = `${letterSize}px ${family}`;
		lines.forEach((line, at) => context.fillText(line, 0, (at + 0.5) * letterSize * 1.5));
	} else {
		const isNote = kind === 'note';
		if (!isNote) ({ width, height } = stampSize);
		size(width, height);
		const colour = isNote ? '#3d3000' : kind === 'stamp-agree' ? '#0f7a3d' : '#c9152a';
		context.fillStyle = isNote ? '#ffe27a' : `${colour}1f`;
		context.strokeStyle = isNote ? '#8a6d00' : colour;
		context.lineWidth = 1.5;
		context.beginPath();
		context.roundRect(0.75, 0.75, width - 1.5, height - 1.5, 4);
		context.fill();
		context.stroke();
		context.fillStyle = colour;
		context.font = `700 ${isNote ? 9 : 12}px ${family}`;
		context.textAlign = 'center';
		const said = isNote ? text : kind === 'stamp-agree' ? m.marks_stamp_agree() : m.marks_stamp_amend();
		context.fillText(said, width / 2, height / 2, width - 4);
	}
	const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
	canvas.width = canvas.height = 0;
	if (!blob) throw new Error('nothing was drawn');
	return { bytes: new Uint8Array(await blob.arrayBuffer()), width, height };
};

/** Lines of the list's width; a word that is longer is cut. */
function wrap(context: CanvasRenderingContext2D, text: string): string[] {
	return text.split('\n').flatMap((paragraph) => {
		const lines: string[] = [];
		let line = '';
		for (const word of paragraph.split(' ')) {
			const longer = line === '' ? word : `${line} ${word}`;
			if (context.measureText(longer).width <= lineWidth) {
				line = longer;
				continue;
			}
			if (line !== '') lines.push(line);
			line = word;
			while (context.measureText(line).width > lineWidth) {
				let most = line.length - 1;
				while (most > 1 && context.measureText(line.slice(0, most)).width > lineWidth) most -= 1;
				lines.push(line.slice(0, most));
				line = line.slice(most);
			}
		}
		return [...lines, line];
	});
}

/** Saves a paper with own marks on its pages. What was sealed is opened, and drawn, in this browser alone. Rejects where it cannot. */
export async function exportMarked(versionId: string, title: string, marks: readonly Mark[]): Promise<void> {
	const answer = await fetch(`/papers/${encodeURIComponent(versionId)}`);
	if (!answer.ok) throw new Error(`answered ${answer.status}`);
	const bytes = new Uint8Array(await answer.arrayBuffer());
	const noteLine = (number: number, page: number, text: string) => m.marks_note_line({ number, page, text });
	const marked = await burnMarks(bytes, marks, { letters, noteLine, notesTitle: m.marks_notes_title({ title }) });
	const url = URL.createObjectURL(new Blob([new Uint8Array(marked)], { type: 'application/pdf' }));
	const link = document.createElement('a');
	link.href = url;
	link.download = `${m.marks_file_name({ title: title.replace(/[\u0000-\u001f\\/:*?"<>|]/g, '-').slice(0, 120) })}.pdf`;
	link.click();
	setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
