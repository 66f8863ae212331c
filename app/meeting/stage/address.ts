import { presenceOf } from '../presences.ts';
import * as v from 'valibot';
import { command, happened, type Circumstances, type Decision } from '../command.ts';
import { idSchema, nothingSchema } from '../input.ts';
import { unlessOpen } from '../lifecycle.ts';
import { getParticipant, type Plan } from '../plan.ts';
import type { TellingOf } from '../reader.ts';
import type { Recorded } from '../record.ts';
import { refuse, type Refusal } from '../refusal.ts';
import type { MeetingState } from '../state.ts';

/** As whom somebody speaks to all sites. */
type AddressRole = 'chair' | 'operator';

export type AddressEvent =
	| {
			readonly type: 'address-begun';
			readonly participantId: string;
			readonly deviceId: string;
			readonly as: AddressRole;
	  }
	| { readonly type: 'address-ended'; readonly participantId: string };

export const addressTelling: TellingOf<AddressEvent> = { 'address-begun': 'everybody', 'address-ended': 'everybody' };

/**
 * Somebody speaks to all sites though the meeting's course does not bring them to the stage: on until it is switched off
 * or its device leaves. The chair's (nói với các điểm cầu) is seen and heard while the meeting has not begun or rests,
 * and ends when it runs: the chair is heard then anyway. The operator's announcement (thông báo) is only heard, in any
 * phase, from the very device that it was switched on at.
 */
export interface Address {
	readonly participantId: string;
	readonly deviceId: string;
	readonly as: AddressRole;
}

type Addresses = readonly Address[];

export function evolveAddresses(addresses: Addresses, { event }: Recorded): Addresses {
	switch (event.type) {
		case 'address-begun': {
			const { participantId, deviceId, as } = event;
			return [...addresses.filter((each) => each.participantId !== participantId), { participantId, deviceId, as }];
		}
		case 'address-ended':
			return only(addresses, ({ participantId }) => participantId !== event.participantId);
		case 'device-disconnected':
			return only(addresses, ({ deviceId }) => deviceId !== event.deviceId);
		case 'meeting-started':
		case 'meeting-resumed':
			return only(addresses, ({ as }) => as !== 'chair');
		case 'plan-revised':
			return only(addresses, (each) => hasRole(event.plan, each.participantId, each.as));
		default:
			return addresses;
	}
}

const only = (addresses: Addresses, keeps: (address: Address) => boolean): Addresses =>
	addresses.every(keeps) ? addresses : addresses.filter(keeps);

const hasRole = (plan: Plan, participantId: string, role: AddressRole) =>
	getParticipant({ plan }, participantId)?.roles.includes(role) ?? false;

function begin(state: MeetingState, as: AddressRole, { actor }: Circumstances): Decision | Refusal {
	if (actor.kind !== 'participant') return refuse('not-allowed');
	const { participantId, deviceId } = actor;
	// Told by a device that is gone already, it would never end.
	if (!presenceOf(state.attendance.came, participantId)?.devices.includes(deviceId)) return refuse('device-not-here');
	const stands = state.stage.addresses.some(
		(each) => each.participantId === participantId && each.deviceId === deviceId && each.as === as,
	);
	return stands ? happened() : happened({ type: 'address-begun', participantId, deviceId, as });
}

export const addressCommands = {
	'address-sites': command({
		input: nothingSchema,
		by: ['chair'],
		decide: (state, _input, circumstances) => {
			const notOpen = unlessOpen(state);
			if (notOpen) return notOpen;
			return state.lifecycle.phase === 'live' ? refuse('already-on-air') : begin(state, 'chair', circumstances);
		},
	}),
	announce: command({
		input: nothingSchema,
		by: ['operator'],
		decide: (state, _input, circumstances) => unlessOpen(state) ?? begin(state, 'operator', circumstances),
	}),
	/** One's own, or another's who forgot to. */
	'end-address': command({
		input: v.strictObject({ participantId: idSchema }),
		by: ['chair', 'operator'],
		decide: (state, { participantId }) =>
			state.stage.addresses.some((each) => each.participantId === participantId)
				? happened({ type: 'address-ended', participantId })
				: refuse('no-address'),
	}),
};
