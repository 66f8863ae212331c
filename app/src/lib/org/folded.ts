/** Vietnamese text for comparing what was typed with names: without diacritics, lower case. */
export const folded = (text: string): string =>
	text
		.normalize('NFD')
		.replace(/\p{M}+/gu, '')
		.replace(/[đĐ]/g, 'd')
		.toLowerCase()
		.trim();
