import type { AnswerCode, FamilyName, NameIn } from '#contract/requests.ts';
import type { LinkRequestName } from '#contract/links.ts';
import type { WallRequestName } from '#contract/wall.ts';
import type { Asked } from '#meeting/decide.ts';
import type { ShownRequestName } from '#contract/shown.ts';
import { isRefusal } from '#meeting/refusal.ts';
import type { EndpointRequestName } from '#sfu/link/contract-endpoint.ts';
import type { Device } from './device.ts';
import type { Hall } from './hall.ts';

/** A request that may be asked, with an input that its schema has passed. */
interface Passed<N> {
	readonly name: N;
	readonly input: unknown;
	/** the same again is answered as the first time */
	readonly id: string;
	readonly device: Device;
	readonly hall: Hall;
}

type Outcome = { readonly output: unknown } | { readonly refused: AnswerCode };

export interface Family<F extends FamilyName> {
	/**
	 * `core`: the core asks the same table on the meeting as it will be once all that is decided is written; what is sent
	 * again is answered as before, whatever has become of the right since.
	 */
	readonly authorisedBy: 'dispatcher' | 'core';
	/** whether so many may be asked; undefined: as many as the socket lets through */
	readonly take?: (hall: Hall, participantId: string, name: string) => boolean;
	handle(passed: Passed<NameIn<F>>): Promise<Outcome> | Outcome;
}

const answered = (outcome: object | null): Outcome =>
	outcome !== null && isRefusal(outcome) ? outcome : { output: outcome };

/** Who answers which requests. The contract ties each input to its name; a name known only at run time loses that tie here. */
export const families: { readonly [F in FamilyName]: Family<F> } = {
	command: {
		authorisedBy: 'core',
		take: (hall, participantId) => hall.deeds.take(participantId),
		async handle({ name, input, id, device, hall }) {
			const outcome = await hall.meeting.give(device.actor, { name, input } as Asked, id);
			return isRefusal(outcome) ? outcome : { output: { seq: outcome.seq } };
		},
	},
	media: {
		authorisedBy: 'dispatcher',
		take: (hall, participantId, name) => hall.mediaBudgets.take(participantId, name),
		async handle({ name, input, device, hall }) {
			// Whether a device takes part is not for it to say.
			const asked = name === 'media/join' ? { ...(input as object), probe: device.checking } : (input as object);
			return answered(await hall.media.request(device.id, name.slice('media/'.length) as EndpointRequestName, asked));
		},
	},
	links: {
		authorisedBy: 'dispatcher',
		handle: ({ name, device, hall }) => answered(hall.links.request(device, name satisfies LinkRequestName)),
	},
	wall: {
		authorisedBy: 'dispatcher',
		handle: ({ name, input, device, hall }) =>
			answered(hall.wall.request(device, name satisfies WallRequestName, input as never)),
	},
	reach: {
		authorisedBy: 'dispatcher',
		take: (hall, participantId) => hall.reaching.take(participantId),
		handle: ({ input, hall }) =>
			answered(hall.media.reaches.request((input as { participantIds: readonly string[] }).participantIds)),
	},
	shown: {
		authorisedBy: 'dispatcher',
		handle: ({ name, input, device, hall }) =>
			answered(hall.shown.request(device, name satisfies ShownRequestName, input)),
	},
	clock: {
		authorisedBy: 'dispatcher',
		handle: () => ({ output: { now: Date.now() } }),
	},
};
