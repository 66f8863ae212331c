import { setImmediate as endOfTurn } from 'node:timers/promises';

/**
 * Resolves in a turn of the loop to come, once what has arrived meanwhile was heard. Twice, since what came with something that
 * arrived, a request for one, goes on after the first in the same turn: at its end, and nobody was heard in between.
 */
export async function nextTurn(): Promise<void> {
	await endOfTurn();
	await endOfTurn();
}

/** What is done in pieces, each in a turn of its own, the first in this one; resolves in the turn after the last. */
export async function inTurns<Result>(pieces: Generator<void, Result>): Promise<Result> {
	for (;;) {
		const piece = pieces.next();
		await nextTurn();
		if (piece.done) return piece.value;
	}
}
