import type { Layer, Source } from '#sfu/link/contract-endpoint.ts';

/** What a kind of device sends and receives, in one place. Bitrates in bit/s. */
export interface MediaProfile {
	readonly camera: { readonly width: number; readonly height: number; readonly frameRate: number };
	/** Bitrates of the camera's simulcast layers, the smallest first: each twice as wide and high as the one before. */
	readonly layers: readonly number[];
	/** The largest layer worth receiving, however large the picture is shown. */
	readonly largest: Layer;
	readonly microphone: {
		/** of one packet, in ms */
		readonly ptime: 20 | 40 | 60;
		readonly bitrate: number;
	};
	/** The screen's simulcast layers, the smallest first: each as sharp as the next, in fewer frames. */
	readonly screen: readonly [...ScreenLayer[], ScreenLayer];
}

interface ScreenLayer {
	readonly frameRate: number;
	readonly bitrate: number;
}

/**
 * 180p at 150 kbit/s stands beside the speaker at a few centimetres; 360p at 500 is what tablets and weak links show
 * large; 720p at 1.8 Mbit/s is sharp on a room's screen from three metres, and 1080p would cost twice that for 320
 * sites without anybody seeing it from there.
 */
const threeLayers = [150_000, 500_000, 1_800_000] as const;

/**
 * Speech at 40 kbit/s, mono and wideband, is transparent. 40 ms packets: for 320 listeners each voice costs 8,000
 * packets a second less than with 20 ms, which nobody hears (20 ms more delay). Silence is not sent (DTX), a lost packet
 * is rebuilt from the next (in-band FEC, RFC 6716 §2.1.7) or asked for again (NACK).
 */
const speech = { ptime: 40, bitrate: 40_000 } as const;

/**
 * What a commune on 1 Mbit/s gets of a screen, beside a voice and the smallest picture: whole, as half the height leaves no
 * diacritic of a page's type, and so in few frames. Chromium (156) sends a new page of dense type at 1080p in one of 100 KB,
 * which can be read at once, and sharpens it; while a page is scrolled it gives 4 frames a second.
 */
const pages = { frameRate: 5, bitrate: 350_000 } as const;

/** Text before motion: few frames, all bits for sharpness. */
const screen = [pages, { frameRate: 15, bitrate: 2_500_000 }] as const;

export const mediaProfiles = {
	/** A room's terminal: a camera for the whole room, a screen seen from three metres. */
	room: {
		camera: { width: 1280, height: 720, frameRate: 30 },
		layers: threeLayers,
		largest: 2,
		microphone: speech,
		screen,
	},
	/** A tablet or laptop: its picture may be the main one in every room, so it is sent as a room's is. */
	tablet: {
		camera: { width: 1280, height: 720, frameRate: 30 },
		layers: threeLayers,
		largest: 2,
		microphone: speech,
		screen,
	},
	/** A phone: 360p fills its own screen; encoding 720p would empty its battery within a meeting. */
	phone: {
		camera: { width: 640, height: 360, frameRate: 24 },
		layers: [150_000, 500_000],
		largest: 1,
		microphone: { ptime: 40, bitrate: 32_000 },
		screen: [pages, { frameRate: 8, bitrate: 1_200_000 }],
	},
	/**
	 * A weak link, as the person says or the device check finds: the voice first. 24 kbit/s in 60 ms packets leave the
	 * headers of 17 packets a second instead of 50 (11 kbit/s instead of 33), and pictures small enough for 300 kbit/s;
	 * of a screen the smallest layer alone.
	 */
	weak: {
		camera: { width: 640, height: 360, frameRate: 15 },
		layers: [90_000, 250_000],
		largest: 0,
		microphone: { ptime: 60, bitrate: 24_000 },
		screen: [pages],
	},
} as const satisfies Record<string, MediaProfile>;

/** The profile of this device; `saves`: its person asked to spare the link. */
export function profileOfDevice(device: { isTerminal: boolean; saves: boolean; isPhone: boolean }): MediaProfile {
	if (device.saves) return mediaProfiles.weak;
	if (device.isTerminal) return mediaProfiles.room;
	return device.isPhone ? mediaProfiles.phone : mediaProfiles.tablet;
}

/** Held in one hand: the shorter side of its screen is less than a tablet's. */
export const isPhone = ({ width, height }: Pick<Screen, 'width' | 'height'>): boolean => Math.min(width, height) < 600;

/** What to ask of the device behind a source. */
export function constraintsOf(source: Exclude<Source, 'screen'>, { camera }: MediaProfile): MediaTrackConstraints {
	if (source === 'microphone') return { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
	const { width, height, frameRate } = camera;
	return { width: { ideal: width }, height: { ideal: height }, frameRate: { ideal: frameRate, max: frameRate } };
}
