import { storageOf } from '#lib/kept/storage.ts';
import * as v from 'valibot';

const key = 'thiet-bi-hop';

const rankedSchema = v.pipe(v.array(v.object({ id: v.string(), label: v.string() })), v.readonly());

const choiceSchema = v.object({
	/** whether they are to be on: what the person wants, whatever came of it */
	camera: v.boolean(),
	microphone: v.boolean(),
	/** the devices that the person has chosen, the preferred first; see `bestOf` */
	ranked: v.optional(v.object({ camera: rankedSchema, microphone: rankedSchema, speaker: rankedSchema }), {
		camera: [],
		microphone: [],
		speaker: [],
	}),
	/** sends and receives little, for a weak link */
	saves: v.optional(v.boolean(), false),
});

/** What a person chose, at the device check and in meetings. This browser remembers it for all meetings. */
export type DeviceChoice = v.InferOutput<typeof choiceSchema>;

const first: DeviceChoice = {
	camera: true,
	microphone: true,
	ranked: { camera: [], microphone: [], speaker: [] },
	saves: false,
};

export function loadDeviceChoice(): DeviceChoice {
	const stored = v.safeParse(v.pipe(v.string(), v.parseJson(), choiceSchema), storageOf('browser').get(key));
	return stored.success ? stored.output : first;
}

export function saveDeviceChoice(change: Partial<DeviceChoice>): void {
	storageOf('browser').set(key, JSON.stringify({ ...loadDeviceChoice(), ...change }));
}
