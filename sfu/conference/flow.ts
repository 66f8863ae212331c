import type { Carrying, Layer, Layers, Source } from '#sfu/link/contract-endpoint.ts';
import type { Standing } from './stage-diff.ts';

/**
 * What an overloaded worker does without: 1: pictures beside the stage's main one, 2: also who is near the stage, and the top
 * layer of the main picture and of the screen.
 */
export type Shedding = 0 | 1 | 2;

export interface FlowCircumstances {
	source: Source;
	standing: Standing;
	/** The largest layer that the receiver shows; null: it shows nothing; undefined: it is not ready yet. */
	watched: Layer | null | undefined;
	shedding: Shedding;
	/** What the receiver's link is trusted with. */
	carrying: Carrying;
	/** The largest layer for whom asks for key frames so often; undefined: whatever there is. */
	calmed?: Layer | undefined;
}

/** What flows of one track to one receiver. */
export interface Flow {
	flowing: boolean;
	/** The largest simulcast layer to send. */
	layer: Layer;
	/** Who keeps its bitrate when the receiver's link is short: 1 (first to go) to 255. mediasoup has them for video only. */
	priority: number;
}

interface Profile {
	largest: Layer;
	priority: number;
	/** How much load a worker sheds when this track is given up; undefined: never. Nor does a link that is short of room carry it. */
	givenUpAt?: Shedding;
}

/**
 * Papers must stay legible before a face is sharp; side sites are small on every screen. What is kept ready is ready to
 * be the main picture. Who is near the stage is seen with their next frame where they come on it, small at first: nobody
 * waits for a key frame, which a camera may not give for 300 ms; it costs a worker an eighth of the main picture's packets,
 * and is given up last. Sound has no layers and no priority: nothing is ever kept back for it.
 */
const profiles: Readonly<Record<Standing, Profile>> = {
	audio: { largest: 0, priority: 40 },
	content: { largest: 2, priority: 30 },
	main: { largest: 2, priority: 20 },
	cued: { largest: 2, priority: 20 },
	reserve: { largest: 2, priority: 20 },
	island: { largest: 2, priority: 20 },
	near: { largest: 0, priority: 1, givenUpAt: 2 },
	leaving: { largest: 2, priority: 20 },
	secondary: { largest: 0, priority: 10, givenUpAt: 1 },
	view: { largest: 2, priority: 5, givenUpAt: 1 },
};

/** The largest layer of a camera that a link is trusted with. */
const carried: Readonly<Record<Carrying, Layer>> = { sound: 0, small: 0, half: 1, all: 2 };

/** A screen has two layers: the small one, and one of more bits than any camera's, for links and workers that do well. */
const mostOf = ({ source, carrying, shedding }: Pick<FlowCircumstances, 'source' | 'carrying' | 'shedding'>): Layer => {
	if (source === 'screen') return carrying === 'all' && shedding < 2 ? 1 : 0;
	return Math.min(carried[carrying], shedding === 2 ? 1 : 2) as Layer;
};

export function flowOf({ source, standing, watched, shedding, carrying, calmed = 2 }: FlowCircumstances): Flow {
	const { largest, priority, givenUpAt } = profiles[standing];
	// Who is cut off cannot say any more what it shows.
	const isAsked = standing === 'island' || watched != null;
	const isWanted = standing !== 'cued' && standing !== 'reserve' && standing !== 'leaving' && isAsked;
	if (source === 'microphone') return { flowing: isWanted, layer: 0, priority };
	const isGivenUp = givenUpAt !== undefined && (carrying !== 'all' || shedding >= givenUpAt);
	const most = Math.min(largest, mostOf({ source, carrying, shedding }), calmed);
	return {
		flowing: isWanted && carrying !== 'sound' && !isGivenUp,
		layer: (standing === 'island' ? most : Math.min(most, watched ?? most)) as Layer,
		priority,
	};
}

/**
 * How many layers the source must send for this receiver. For one that is not ready yet they are sent already, so that
 * the first picture is there when it is: of what somebody looks at by themselves the smallest, as most such tiles are. Of
 * what is kept ready the smallest, too: for as long as somebody waits for the floor they would spend an uplink for nothing. Of
 * whom an area on its own sees, too: to its sender nothing can be said then.
 */
export function layersFor({ standing, watched, ...others }: FlowCircumstances): Layers {
	if (standing === 'leaving') return 0;
	if (standing === 'cued' || standing === 'near' || standing === 'reserve' || standing === 'island') return 1;
	const expected = standing === 'view' ? 0 : 2;
	const { flowing, layer } = flowOf({ ...others, standing, watched: watched === undefined ? expected : watched });
	return flowing ? ((layer + 1) as Layers) : 0;
}
