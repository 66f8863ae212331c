import type { Consumer, ConsumerOptions } from 'mediasoup/types';
import type { Place } from '#sfu/link/contract.ts';

interface PlaceProfile {
	/** The largest simulcast layer worth sending: 0 = 180p, 1 = 360p, 2 = 720p. */
	spatialLayer: number;
	/** Who keeps its bitrate when the receiver's link is short: 1 (first to go) to 255. */
	priority: number;
}

/** Papers must stay legible before a face is sharp; side sites are small on every screen. Audio has no layers. */
const profiles: Readonly<Record<Exclude<Place, 'audio'>, PlaceProfile>> = {
	content: { spatialLayer: 2, priority: 30 },
	main: { spatialLayer: 2, priority: 20 },
	secondary: { spatialLayer: 0, priority: 10 },
};

/** The layers to create a consumer with. */
export function layersOf(place: Place): Pick<ConsumerOptions, 'preferredLayers'> {
	return place === 'audio' ? {} : { preferredLayers: { spatialLayer: profiles[place].spatialLayer } };
}

/** mediasoup knows priorities for video only. */
export async function setPriorityOf(consumer: Consumer, place: Place): Promise<void> {
	if (place !== 'audio') await consumer.setPriority(profiles[place].priority);
}

/** Gives a consumer the layer and the priority of its new place. */
export async function applyPlace(consumer: Consumer, place: Place): Promise<void> {
	if (place === 'audio') return;
	await Promise.all([setPriorityOf(consumer, place), preferLayer(consumer, profiles[place].spatialLayer)]);
}

/** Only simulcast has layers to choose from; a screen is sent in one. */
export async function preferLayer(consumer: Consumer, spatialLayer: number): Promise<void> {
	if (consumer.type === 'simulcast') await consumer.setPreferredLayers({ spatialLayer });
}
