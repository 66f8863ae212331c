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
