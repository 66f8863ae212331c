import type { CommandInput, CommandName } from '#meeting/commands.ts';
import { meetingBefore } from '#meeting/state.ts';
import { stateAfter } from '#test/support/welcomed.ts';
import { Signalling, type DeviceAddress } from './signalling.ts';

/** Who leads the meeting from a browser without camera. */
export class Chair {
	readonly #link: Signalling;

	constructor(address: DeviceAddress) {
		this.#link = new Signalling(address);
	}

	async enter(): Promise<void> {
		await this.#link.connect();
	}

	/** Who has the floor and who waits for it, as a device that comes now is told. */
	static async lookAtFloor(address: DeviceAddress): Promise<{ holder: string | null; queue: string[] }> {
		const link = new Signalling(address);
		const { floor } = stateAfter(await link.connect(), meetingBefore);
		link.close();
		return {
			holder: floor.holder?.participantId ?? null,
			queue: floor.queue.map(({ participantId }) => participantId),
		};
	}

	/** Resolves with the event's sequence number once it is on disk; throws the refusal's code. */
	async give<N extends CommandName>(name: N, input: CommandInput<N>): Promise<number> {
		const { seq } = (await this.#link.request(name, input as never)) as { seq: number };
		return seq;
	}

	/** Their hand comes to somebody's row. */
	async reach(participantId: string): Promise<void> {
		await this.#link.request('stage/reach', { participantIds: [participantId] } as never);
	}

	close(): void {
		this.#link.close();
	}
}
