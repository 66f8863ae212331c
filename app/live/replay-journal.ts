import type { Database } from '#db/client.ts';
import { readJournal } from '#db/journal/journal.ts';
import { evolve, meetingBefore, type MeetingState } from '#meeting/state.ts';
import { Devices } from './devices.ts';
import { nextTurn } from './next-turn.ts';

/** Of the loop at one go, in ms. */
const longest = 4;

interface Replayed {
	readonly state: MeetingState;
	/** of the last event, ms since the epoch; 0: none yet */
	readonly lastAt: number;
	readonly devices: Devices;
}

/**
 * A meeting from its journal, a few milliseconds at a time: others are answered in between. Not by a thread: what it folded
 * would be taken apart here at one go, and nobody is to be kept out of a meeting because threads have other work.
 * To be called only while nothing is written to that journal.
 */
export async function replayJournal(db: Database, meetingId: string): Promise<Replayed> {
	const devices = new Devices();
	let state = meetingBefore;
	let lastAt = 0;
	for (let isAll = false; !isAll;) {
		const began = performance.now();
		isAll = true;
		for (const recorded of readJournal(db, meetingId, state.seq)) {
			state = evolve(state, recorded);
			lastAt = recorded.at;
			devices.note(recorded);
			isAll = performance.now() - began < longest;
			if (!isAll) break;
		}
		if (!isAll) await nextTurn();
	}
	return { state, lastAt, devices };
}
