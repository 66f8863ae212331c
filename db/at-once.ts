/** At one go what could be done in pieces. */
export function atOnce<Result>(pieces: Generator<void, Result>): Result {
	let piece = pieces.next();
	while (!piece.done) piece = pieces.next();
	return piece.value;
}
