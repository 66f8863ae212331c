import type { MessageName, Messages } from '#contract/messages.ts';

/** Who is in a meeting, as its media director sees them. */
export interface Audience {
	tell<N extends MessageName>(deviceId: string, name: N, message: Messages[N]): void;
	tellAll<N extends MessageName>(name: N, message: Messages[N]): void;
	/** Somebody is in the meeting with that device, or may come back with it. */
	has(deviceId: string): boolean;
	/** A device's own link stands, and it has answered in the last seconds: it is not behind a line that was cut before. */
	hears(deviceId: string): boolean;
	/** Who is there with a device; undefined: nobody. */
	participantWith(deviceId: string): string | undefined;
}
