/** What both ends of the site wall go by at run time; the table of requests (wall.ts) is the server's. */

/** A still: a JPEG that fits into so many pixels, and weighs at most so much, in bytes. */
export const stillSize = { width: 320, height: 180 } as const;
export const largestStill = 12_000;

/** The most that is seen live at once. */
export const mostLive = 9;
