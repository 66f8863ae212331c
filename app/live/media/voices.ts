import type { Speakers } from '#meeting/stage/stage-of.ts';

/** Louder than this is speech, in dBov; a quiet room's noise lies below it. */
export const speechAbove = -50;

/** How long a voice counts as heard after its last sound: between two sentences nobody falls silent. ms */
const breath = 2_000;

/** Who is seen large stays it for at least so long after a sound of theirs: the picture must not flicker. ms */
const holdDown = 1_500;

/** So long somebody must have spoken before the picture goes to them while the former speaker breathes. ms */
const takeOver = 1_000;

/** At most so many are followed. */
const mostHeard = 3;

export interface Loud {
	readonly id: string;
	/** average volume, −127 (silence) to 0 */
	readonly dbov: number;
}

interface Voice {
	readonly id: string;
	readonly dbov: number;
	/** ms; spoken since, without a pause longer than a breath */
	readonly since: number;
	readonly lastHeard: number;
}

/** Who speaks, as far as the stage goes. */
export interface Voices {
	/** who is seen large; stays when everybody falls silent */
	readonly mainId: string | null;
	readonly voices: readonly Voice[];
}

export const silence: Voices = { mainId: null, voices: [] };

/** The voices after what was heard in the last quarter of a second. `now` in ms. */
export function hear({ mainId, voices }: Voices, levels: readonly Loud[], now: number): Voices {
	const former = new Map(voices.map((voice) => [voice.id, voice]));
	const loud = levels
		.filter(({ dbov }) => dbov > speechAbove)
		.map(({ id, dbov }): Voice => ({ id, dbov, since: former.get(id)?.since ?? now, lastHeard: now }));
	const isLoud = new Set(loud.map(({ id }) => id));
	const breathing = voices.filter((voice) => !isLoud.has(voice.id) && now - voice.lastHeard <= breath);
	const all = [...loud, ...breathing].toSorted((a, b) => b.lastHeard - a.lastHeard || b.dbov - a.dbov);
	const main = all.find(({ id }) => id === mainId);
	const speaking = loud.toSorted((a, b) => a.since - b.since);
	const longest = speaking[0];
	const isFree = main === undefined || now - main.lastHeard >= holdDown;
	const next = isFree ? longest : speaking.find((voice) => main.lastHeard < now && now - voice.since >= takeOver);
	return { mainId: next?.id ?? mainId, voices: all };
}

/** Who is seen and heard, the main one first, then the latest and loudest. */
export function speakersOf({ mainId, voices }: Voices): Speakers {
	const others = voices.map(({ id }) => id).filter((id) => id !== mainId);
	return [...(mainId === null ? [] : [mainId]), ...others].slice(0, mostHeard);
}
