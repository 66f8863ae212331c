import { formatMs, formatNumber, formatShare } from '#lib/i18n/numbers.ts';
import { mediaProfiles } from '#lib/media/media-profiles.ts';
import { m } from '#lib/paraglide/messages.js';
import type { NodeLine } from '#live/media/node-lines.ts';
import { inFacts } from './in-facts.ts';

type Picture = NodeLine['pictures'][number];

/** Layers of a room's camera by their height. */
const heights = ['180p', '360p', '720p'] as const;

/** `1,8 Mbit/s` from a megabit on, else `340 kbit/s`. */
const rate = (kbps: number) =>
	kbps >= 1_000 ? `${formatNumber(kbps / 1_000, 1)} Mbit/s` : `${formatNumber(kbps)} kbit/s`;

/** What goes over it at this moment, in a line. */
export function lineFacts({ state, downKbps, upKbps, way, pictures, voices, meetings }: NodeLine): string {
	// What was measured last is none of a line that is cut.
	if (state === 'cut') return m.nodes_line_meetings({ count: formatNumber(meetings) });
	const flowing = pictures.flatMap((picture) => (picture.layer === null ? [] : [nameOf(picture, picture.layer)]));
	const layers = flowing.length === 0 ? '' : ` (${namesOf(flowing)})`;
	return inFacts([
		m.nodes_line_rates({ down: rate(downKbps), up: rate(upKbps) }),
		...(way?.rttMs == null ? [] : [m.nodes_line_round_trip({ time: formatMs(way.rttMs) })]),
		...(way === null ? [] : [m.nodes_line_loss({ share: formatShare(way.loss) })]),
		m.nodes_line_carries({ pictures: formatNumber(flowing.length), layers, voices: formatNumber(voices) }),
		m.nodes_line_meetings({ count: formatNumber(meetings) }),
	]);
}

/** Of pictures that go smaller than they are asked for: how much more the line would need for them. */
export function lineLacks({ pictures, spareKbps }: NodeLine): string[] {
	const { layers, screen } = mediaProfiles.room;
	const bitrates = { camera: layers, screen: screen.map(({ bitrate }) => bitrate) };
	const needs = ({ source }: Picture, layer: number) => (bitrates[source][layer] ?? 0) / 1_000;
	/** Where nobody said what it carries, and there is room, more is being tried already. */
	const guessed = (picture: Picture) =>
		needs(picture, picture.asked) - needs(picture, picture.layer ?? -1) - (spareKbps ?? 0);
	const lacking = pictures.filter(({ layer, asked }) => layer === null || layer < asked);
	return [
		...new Set(
			lacking.flatMap((picture) => {
				const { layer, asked, lacksKbps } = picture;
				const shown = nameOf(picture, asked);
				const more = lacksKbps ?? guessed(picture);
				if (more <= 0) return [];
				const kbps = formatNumber(Math.ceil(more / 10) * 10);
				if (layer === null) return [m.nodes_line_shed({ shown, kbps })];
				return [m.nodes_line_held({ flows: nameOf(picture, layer), shown, kbps })];
			}),
		),
	];
}

/** `2 × 720p, 360p` */
const namesOf = (flowing: readonly string[]): string =>
	[...Map.groupBy(flowing, (name) => name)]
		.map(([name, alike]) => (alike.length > 1 ? `${formatNumber(alike.length)} × ${name}` : name))
		.join(', ');

const nameOf = ({ source }: Picture, layer: number): string =>
	source === 'camera'
		? (heights[layer] ?? heights[2])
		: m.nodes_line_frames({ count: formatNumber(mediaProfiles.room.screen[layer]?.frameRate ?? 0) });
