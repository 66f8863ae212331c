/** Never an address of this system: what remains of a path after resolving must still have this origin. */
const here = 'https://nhip-cau.invalid';

/**
 * The path to return to after signing in, as the address bar or a form gave it. Anything that a browser could read as
 * another site (`//host`, `/\host`, `https:`, control characters) becomes `/`.
 */
export function safeReturnPath(asked: string | null | undefined): string {
	if (!asked?.startsWith('/') || asked.length > 1000 || hasControlOrBackslash(asked)) return '/';
	const url = URL.parse(asked, here);
	if (url?.origin !== here || url.pathname.startsWith('//') || url.pathname.startsWith('/sign-in')) return '/';
	return url.pathname + url.search;
}

function hasControlOrBackslash(text: string): boolean {
	return Array.from(text).some((letter) => letter === '\\' || letter < ' ' || letter === '\u007f');
}
