import * as v from 'valibot';

const key = 'thiet-bi-hop';

const choiceSchema = v.object({
	camera: v.boolean(),
	microphone: v.boolean(),
	/** null: the system's default */
	cameraId: v.nullable(v.string()),
	microphoneId: v.nullable(v.string()),
	/** where sound comes out; null: the system's default */
	speakerId: v.nullable(v.string()),
	/** sends and receives little, for a weak link */
	saves: v.optional(v.boolean(), false),
});

/** What a person chose at the device check. This browser remembers it for all meetings. */
export type DeviceChoice = v.InferOutput<typeof choiceSchema>;

const first: DeviceChoice = {
	camera: true,
	microphone: true,
	cameraId: null,
	microphoneId: null,
	speakerId: null,
	saves: false,
};

export function loadDeviceChoice(): DeviceChoice {
	const stored = v.safeParse(v.pipe(v.string(), v.parseJson(), choiceSchema), localStorage.getItem(key));
	return stored.success ? stored.output : first;
}

export function saveDeviceChoice(change: Partial<DeviceChoice>): void {
	try {
		localStorage.setItem(key, JSON.stringify({ ...loadDeviceChoice(), ...change }));
	} catch {
		// Without storage the next meeting asks again.
	}
}
