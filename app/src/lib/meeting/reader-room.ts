import type { RequestInput } from '#contract/requests.ts';
import type { Connection } from '#lib/live/connection.ts';
import type { PaperDocument } from '#lib/papers/paper-document.svelte.ts';
import type { CommandName } from '#meeting/commands.ts';
import type { Participant } from '#meeting/plan.ts';
import type { Right } from '#meeting/rights.ts';
import type { MeetingState } from '#meeting/state.ts';
import { createContext } from 'svelte';
import type { KeptPlace } from './kept-place.svelte.ts';
import type { Showing } from './papers/showing.svelte.ts';
import type { Reading } from './papers/reading.svelte.ts';

/** A request to the server, or to what was kept of its answers. Rejects without either. */
export type Ask = (url: string, init?: RequestInit) => Promise<Response>;

/** What papers need of the place where they are read: a meeting that is open, or what was kept of one for reading without a network. */
export interface ReaderRoom {
	readonly live: {
		readonly state: MeetingState;
		readonly connection: Pick<Connection, 'on' | 'request'>;
		/** ms since the epoch */
		now(): number;
		participant(id: string | null): Participant | undefined;
	};
	readonly me: string;
	readonly meetingId: string;
	readonly place: KeptPlace;
	readonly reading: Reading;
	readonly showing: Showing;
	/** undefined: what opens papers is on its way */
	readonly papers: { get(versionId: string): PaperDocument | undefined };
	readonly ask: Ask;
	may(right: Right): boolean;
	act<N extends CommandName>(name: N, input: RequestInput<N>): Promise<boolean>;
	isWorking(...names: readonly CommandName[]): boolean;
	nameOf(participantId: string | null): string;
}

export const [useReaderRoom, setReaderRoom] = createContext<ReaderRoom>();
