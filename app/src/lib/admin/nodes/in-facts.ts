/** One after the other, parted by dots; none of them breaks in two. */
export const inFacts = (facts: readonly string[]): string =>
	facts.map((fact) => fact.replaceAll(' ', '\u00a0')).join('\u00a0· ');
