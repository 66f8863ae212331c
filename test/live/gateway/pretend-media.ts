import type { MediaDirector } from '#live/media/media-director.ts';
import { Sending } from '#live/media/sending.ts';
import { Timings } from '#live/ops/timings.ts';
import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';

/** The media of a meeting in which there are none. */
export const pretendMedia = () =>
	({
		watch() {},
		look() {},
		leave() {},
		dropAbsent() {},
		close() {},
		timings: new Timings(() => {}),
		sending: new Sending(),
		links: { get: () => undefined },
		speakers: [],
	}) as unknown as MediaDirector;

/** A device's end, which keeps what it is sent. */
export class PretendSocket extends EventEmitter {
	readonly id = randomUUID();
	readonly conn = new EventEmitter();
	readonly sent: { readonly name: string; readonly message: unknown }[] = [];

	override emit(name: string, message?: unknown): boolean {
		this.sent.push({ name, message });
		return true;
	}
	disconnect(): void {}
}
