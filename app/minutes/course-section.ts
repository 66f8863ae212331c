import type { Paragraph } from 'docx';
import { described } from './attendance-section.ts';
import { body, heading, run, written } from './form.ts';
import type { Entry, ItemRecord, Minutes, Speech } from './minutes.ts';
import { timesOf, type Times } from './vietnamese-time.ts';

/** The meeting item by item, then what stood outside the agenda, then the chair's conclusions. */
export function courseSection(minutes: Minutes): Paragraph[] {
	const { items, course, conclusions } = minutes;
	const times = timesOf(minutes);
	const besides = course.flatMap((each) => entry(each, times));
	return [
		heading('Nội dung (theo diễn biến cuộc họp):'),
		...items.flatMap((each) => item(each, times)),
		...(besides.length > 0 && items.length > 0 ? [heading('Diễn biến khác:')] : []),
		...besides,
		...(conclusions.length > 0 ? [heading('Kết luận của người chủ trì:')] : []),
		...conclusions.flatMap((text) => written([], text)),
	];
}

const outcomes: Record<ItemRecord['outcome'], string> = {
	done: '',
	running: 'đang tiến hành',
	skipped: 'không tiến hành',
	'not-reached': 'chưa tiến hành',
	hidden: 'không thể hiện trong bản trích này',
};

function item({ number, title, depth, presenter, outcome, runs, course }: ItemRecord, times: Times): Paragraph[] {
	const when = runs.map(({ from, to }) => times.span(from, to)).join('; ');
	// What was written down shows that the item was dealt with, though nobody started it.
	const said = outcome === 'not-reached' && course.length > 0 ? '' : outcomes[outcome];
	const facts = [said, when].filter((fact) => fact !== '').join(', ');
	const name = `${number}. ${title}`.replace(/\.\. /, '. ');
	const lead = run(name, depth === 0 ? { bold: true } : { bold: true, italics: true });
	return [
		body(facts === '' ? [lead] : [lead, run(` (${facts})`)], { keepNext: course.length > 0 || presenter !== null }),
		...(presenter ? [body(`Trình bày: ${described(presenter)}.`)] : []),
		...course.flatMap((each) => entry(each, times)),
	];
}

function entry(each: Entry, times: Times): Paragraph[] {
	switch (each.kind) {
		case 'speech':
			return speech(each, times);
		case 'remark':
			return written([], each.text);
		case 'conclusion':
			return written([run('Kết luận của người chủ trì: ', { bold: true })], each.text);
		case 'vote':
			return [
				body([run('Biểu quyết: ', { bold: true }), run(each.title)], { keepNext: true }),
				...each.lines.map((line) => body(`- ${line}`)),
			];
	}
}

function speech({ speaker, at, to, timed, gists }: Speech, times: Times): Paragraph[] {
	const when = timed ? ` (${times.span(at, to)})` : '';
	const lead = `- ${described(speaker)}${when}`;
	if (gists.length === 0) return [body(`${lead} phát biểu.`)];
	return written([run(`${lead}: `)], gists.join('\n'));
}
