/** CLDR's order of Vietnamese: each of these is a letter of its own, after the one that it is written over. */
const marks: Readonly<Record<string, string>> = { '\u0306': '1', '\u0302': '2', '\u031b': '3' };

/** And the tones in their order, which decide only between words of the same letters: huyền, hỏi, ngã, sắc, nặng. */
const tones = ['\u0300', '\u0309', '\u0303', '\u0301', '\u0323'];

/**
 * What orders people's names by Vietnamese custom where texts are compared byte by byte: by the given name, which is the last
 * word, then by the family's and the middle names; letters a ă â b c d đ e ê …, then tones, then capitals after small ones.
 */
export function nameSortKey(name: string): string {
	const words = name.normalize('NFC').trim().split(/\s+/);
	return sortKey([...words.slice(-1), ...words.slice(0, -1)].join(' '));
}

/** As Intl.Collator('vi') would compare them; numbers and signs stand before letters, by their codes. */
function sortKey(text: string): string {
	let letters = '';
	let heights = '';
	let cases = '';
	for (const character of text.normalize('NFC')) {
		const [base = '', ...over] = character.normalize('NFD');
		const small = base.toLowerCase();
		const isDe = small === 'đ';
		letters += `${isDe ? 'd' : small}${isDe ? '1' : (over.map((mark) => marks[mark]).find(Boolean) ?? '0')}`;
		heights += 1 + over.reduce((height, mark) => Math.max(height, tones.indexOf(mark)), -1);
		cases += small === base ? '0' : '1';
	}
	return `${letters} ${heights} ${cases}`;
}
