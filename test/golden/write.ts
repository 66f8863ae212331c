/**
 * `node test/golden/write.ts`: writes the golden journal of the release that is being worked on (package.json's
 * version), and the states that the journals of all releases fold to. A journal of a release that is out is never
 * written again; a change of its state shows in the difference, and must be meant.
 */
import { canonicalOf, firstHash, toRow } from '#db/journal/entry.ts';
import { replay } from '#meeting/state.ts';
import { deviceOf } from '#test/support/meeting.ts';
import { mkdirSync, writeFileSync } from 'node:fs';
import { driveThroughEverything } from './drive.ts';
import { goldenFile, listReleases, presentRelease, readGolden, writeRow } from './golden.ts';

const stream = { kind: 'meeting', id: '5b0c2f5e-0000-4000-8000-000000000001' } as const;

let previous: Buffer = firstHash;
const rows = driveThroughEverything().journal.map((recorded) => {
	const { by, seq } = recorded;
	const sent = by === 'system' ? null : by;
	const row = toRow(
		{
			...recorded,
			payload: canonicalOf(recorded.event),
			stream,
			deviceId: sent && deviceOf(sent),
			requestId: sent && `${sent}:request-${seq}`,
		},
		previous,
	);
	previous = row.hash;
	return row;
});
mkdirSync(goldenFile(presentRelease, ''), { recursive: true });
writeFileSync(goldenFile(presentRelease, 'journal.jsonl'), rows.map(writeRow).join(''));
for (const release of listReleases()) {
	const state = replay(readGolden(release).map(({ recorded }) => recorded));
	writeFileSync(goldenFile(release, 'state.json'), `${JSON.stringify(state, null, '\t')}\n`);
}
