/** First letters of the family name and of the given name, which stands last: `Nguyễn Văn An` is `NA`. */
export function initials(name: string): string {
	const words = name.trim().split(/\s+/u);
	const letters = words.length > 1 ? [words[0], words.at(-1)] : words;
	return letters.map((word) => Array.from(word ?? '')[0]?.toLocaleUpperCase('vi') ?? '').join('');
}
