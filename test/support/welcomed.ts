import type { Welcome } from '#contract/messages.ts';
import { unpackState } from '#contract/pack-state.ts';
import type { Recorded } from '#meeting/record.ts';
import { replay, type MeetingState } from '#meeting/state.ts';
import { gunzipSync } from 'node:zlib';

export const recordsIn = (packed: Uint8Array): Recorded[] => JSON.parse(gunzipSync(packed).toString()) as Recorded[];

export const snapshotIn = (packed: Uint8Array): MeetingState => unpackState(gunzipSync(packed).toString());

/** The meeting as a device knows it that is welcomed; `known`: as it knew it before. */
export const stateAfter = (
	{ snapshot, records }: Pick<Welcome, 'snapshot' | 'records'>,
	known: MeetingState,
): MeetingState => replay(recordsIn(records), snapshot === null ? known : snapshotIn(snapshot));
