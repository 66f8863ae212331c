import * as v from 'valibot';

/**
 * What readers of a paper should know of its original: it carries macros; or it shows what lies elsewhere (pictures, a template), which
 * was not fetched.
 */
export const paperWarnings = ['macros', 'links'] as const;

export type PaperWarning = (typeof paperWarnings)[number];

export const warningsSchema = v.array(v.picklist(paperWarnings));
