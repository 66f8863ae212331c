import type { Unreadable } from './inspection.ts';

/** What a program of this folder says of a paper at its end, instead of what is in it. */
export class Refused extends Error {
	readonly code: Unreadable;
	constructor(code: Unreadable) {
		super(code);
		this.code = code;
	}
}
