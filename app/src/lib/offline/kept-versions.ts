import type { HeldMeeting, OfflineStore } from './offline-store.ts';
import { partsIn } from './part-bytes.ts';

/** Of papers' versions: whether all of it is on this device, or a part. */
export type KeptVersions = ReadonlyMap<string, 'whole' | 'part'>;

export const noVersions: KeptVersions = new Map();

export async function keptVersions(store: OfflineStore, meetings: readonly HeldMeeting[]): Promise<KeptVersions> {
	const kept = new Map<string, 'whole' | 'part'>();
	for (const { meetingId } of meetings)
		for (const { versionId, size } of await store.papersOf(meetingId)) {
			const parts = await store.partsOf(versionId);
			kept.set(versionId, parts.size === partsIn(size) ? 'whole' : 'part');
		}
	return kept;
}
