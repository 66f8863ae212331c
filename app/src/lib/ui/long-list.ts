/** A list of more than so many has a line for each, and only the lines in sight in the page. */
export const longList = 30;
