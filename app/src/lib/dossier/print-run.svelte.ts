/** Whose papers are to be printed. */
export interface Printed {
	readonly id: string;
	readonly name: string;
}

/** Asked for again while the server binds for others: so often, and after so long each time, in ms. */
const [attempts, after] = [30, 2_000];

interface PrintPorts {
	readonly fetch: (address: string, init: RequestInit) => Promise<Response>;
	/** hands a file to the person */
	readonly save: (file: Blob, name: string) => void;
	readonly pause: (ms: number) => Promise<void>;
}

/** The papers of each of a meeting's people as a file of their own, one after the other. */
export class PrintRun {
	/** how many were made, or could not be */
	done = $state(0);
	total = $state(0);
	/** who has nothing to read in this meeting */
	empty = $state.raw<readonly Printed[]>([]);
	/** whose could not be made: to be tried again */
	failed = $state.raw<readonly Printed[]>([]);
	running = $state(false);
	readonly #ports: PrintPorts;
	#stop = new AbortController();

	constructor(ports: PrintPorts) {
		this.#ports = ports;
	}

	async print(meetingId: string, people: readonly Printed[]): Promise<void> {
		if (this.running) return;
		this.#stop = new AbortController();
		const { signal } = this.#stop;
		[this.done, this.total, this.empty, this.failed, this.running] = [0, people.length, [], [], true];
		for (const person of people) {
			if (signal.aborted) break;
			const made = await this.#make(packAddress(meetingId, person.id), person, signal).catch(() => 'failed' as const);
			if (signal.aborted) break;
			if (made === 'empty') this.empty = [...this.empty, person];
			if (made === 'failed') this.failed = [...this.failed, person];
			this.done += 1;
		}
		this.running = false;
	}

	/** What was made stays. */
	stop(): void {
		this.#stop.abort();
	}

	async #make(address: string, { name }: Printed, signal: AbortSignal): Promise<'made' | 'empty' | 'failed'> {
		for (let attempt = 0; attempt < attempts && !signal.aborted; attempt += 1) {
			const answer = await this.#ports.fetch(address, { signal });
			if (answer.ok) {
				this.#ports.save(await answer.blob(), `${name}.pdf`);
				return 'made';
			}
			if (answer.status === 404) return 'empty';
			if (answer.status !== 503) return 'failed';
			await this.#ports.pause(after);
		}
		return 'failed';
	}
}

/** What one person may read, with their name over it. */
export const packAddress = (meetingId: string, participantId: string): string =>
	`/meetings/${meetingId}/pack?for=${encodeURIComponent(participantId)}`;
