import * as v from 'valibot';

/** Places are counted in parts of the page as it is shown unturned, from its upper left corner. */
export const wholePage = 10_000;

const part = v.pipe(v.number(), v.integer(), v.minValue(-wholePage), v.maxValue(2 * wholePage));
const wordSchema = v.tuple([v.string(), part, part, part, part]);

/** The lines of one page, each of its words: what was read in a picture, and where it stands there. */
export const linesSchema = v.array(v.array(wordSchema));

/** Left, top, width and height in `wholePage`s of the page's own width and height. */
export type PlacedWord = readonly [text: string, left: number, top: number, width: number, height: number];

export type PlacedLine = readonly PlacedWord[];

export const textOfLine = (line: PlacedLine): string => line.map(([text]) => text).join(' ');

/** Pages whose words one answer tells: those from one that is 1 more than so many times a number. */
export const wordsAtOnce = 20;
