import type { RtpHeaderExtensionParameters } from 'mediasoup/types';
import type { HeaderExtension } from '../rtp/header.ts';
import { audioLevelUri, midUri, transportCcUri } from '../rtp/uris.ts';

/** Ids of the header extensions that we send; mediasoup's own numbers for them. */
export const extensionIds = { mid: 1, rid: 2, repairedRid: 3, transportCc: 5, audioLevel: 6 } as const;

/** What every track declares, with `more` of its own: pairs of URI and id. */
export function headerExtensionsOf(more: readonly (readonly [string, number])[]): RtpHeaderExtensionParameters[] {
	const all = [[midUri, extensionIds.mid], [transportCcUri, extensionIds.transportCc], ...more] as const;
	return all.map(([uri, id]) => ({ uri: uri as RtpHeaderExtensionParameters['uri'], id }));
}

/** An extension whose value is a word, such as a MID. */
export function name(id: number, word: string): HeaderExtension {
	return { id, value: Buffer.from(word) };
}

/** RFC 6464: `loudness` in −dBov, 0 (loudest) to 127; the speaker is heard as voice. */
export function audioLevel(loudness: number): HeaderExtension {
	return { id: extensionIds.audioLevel, value: Buffer.of(0x80 | (loudness & 0x7f)) };
}

export const audioLevelExtension = [audioLevelUri, extensionIds.audioLevel] as const;
