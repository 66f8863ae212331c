import type { PaperType } from '#db/documents/file-type.ts';
import type { PageText } from '#db/documents/paper-contents.ts';
import type { PaperWarning } from '#db/documents/paper-warnings.ts';

/** The most pages that a paper may have. */
export const mostPages = 5_000;

/** The longest side of a page, in points of 1/72 inch: 100 m, beyond any plan or scanned roll. */
export const longestSide = 283_465;

/** Of the text of one page, and of all pages, in UTF-16 units: beyond what people read, and what a search shall go through. */
export const mostText = { page: 50_000, all: 10_000_000 } as const;

/**
 * Why a paper is refused: it asks for a password before it opens; has no pages; is a form that only Adobe's own program shows (XFA);
 * has more pages than `mostPages`; has a page without a size that could be shown; is no office file though it is packed like one;
 * would fill the machine when it is unpacked; or nothing can read it.
 */
export const unreadable = [
	'paper-needs-password',
	'paper-has-no-pages',
	'paper-is-xfa',
	'paper-has-too-many-pages',
	'paper-has-absurd-pages',
	'file-type-refused',
	'paper-unpacks-too-large',
	'paper-unreadable',
] as const;

export type Unreadable = (typeof unreadable)[number];

/** What the program inspect-pdf.ts says, line by line: of each page its text, then how it ended. */
export type Said =
	| { readonly page: PageText }
	| { readonly read: { readonly signed: boolean; readonly repaired: boolean; readonly stamped: boolean } }
	| { readonly refused: Unreadable };

/** What the program look-into-office.ts says. */
export type Recognised =
	{ readonly type: PaperType; readonly warnings: readonly PaperWarning[] } | { readonly refused: Unreadable };
