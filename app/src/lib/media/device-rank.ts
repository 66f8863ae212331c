import type { Device } from './device-list.svelte.ts';

/** Stands for no device in particular; no browser names one so. */
export const systemDefault = '-';

/** A device that a person has chosen: ids may be given anew, what it is called stays. */
export interface ChosenDevice {
	readonly id: string;
	readonly label: string;
}

/** How many choices are remembered of each kind. */
const longest = 12;

/** The first of these devices that is plugged in; null: the system's default. */
export function bestOf(ranked: readonly ChosenDevice[], present: readonly Device[]): string | null {
	// Nobody knows what is plugged in before access is allowed: the browser is asked for it.
	if (present.length === 0) return idOf(ranked[0]?.id);
	for (const chosen of ranked) {
		if (chosen.id === systemDefault) return null;
		const device = deviceOf(chosen, present);
		if (device) return device.deviceId;
	}
	return null;
}

/**
 * A choice outranks what it was preferred to, and only that: a headset that was not there keeps its place, and is used
 * again when it returns.
 */
export function rankChosen(
	ranked: readonly ChosenDevice[],
	chosen: ChosenDevice,
	present: readonly Device[],
): readonly ChosenDevice[] {
	const others = ranked.filter(({ id, label }) => id !== chosen.id && (label === '' || label !== chosen.label));
	const beaten = others.findIndex((each) => each.id === systemDefault || deviceOf(each, present) !== undefined);
	return others.toSpliced(beaten < 0 ? others.length : beaten, 0, chosen).slice(-longest);
}

/** Which of these it is, if it is there. */
function deviceOf({ id, label }: ChosenDevice, present: readonly Device[]): Device | undefined {
	return (
		present.find(({ deviceId }) => deviceId === id) ??
		(label === '' ? undefined : present.find((each) => each.label === label))
	);
}

const idOf = (id: string | undefined): string | null => (id === undefined || id === systemDefault ? null : id);
