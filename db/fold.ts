/** Vietnamese text without its diacritics and in lower case, for searching: `Thọ Xuân` and `THO XUAN` are `tho xuan`. */
export function fold(text: string): string {
	return text
		.normalize('NFD')
		.replace(/\p{M}+/gu, '')
		.replace(/[đĐ]/g, 'd')
		.toLowerCase()
		.replace(/\s+/g, ' ')
		.trim();
}

const inPlace = new Map<string, string>();

/** The same letter by letter: what is found in it stands at the same place in the text, if that is in NFC with single spaces. */
export const foldInPlace = (text: string): string => text.replace(/[^\x20-\x40\x5b-\x7f]/gu, foldLetter);

function foldLetter(letter: string): string {
	let folded = inPlace.get(letter);
	if (folded === undefined) {
		folded = fold(letter);
		if (folded.length !== letter.length) folded = letter;
		inPlace.set(letter, folded);
	}
	return folded;
}
