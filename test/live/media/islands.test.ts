import { readJournal } from '#db/journal/journal.ts';
import { tokenOf } from '#test/sfu/tokens.ts';
import { MediaStand, patiently } from '#test/support/media-stand.ts';
import { placed } from '#test/support/placed-nodes.ts';
import { PretendNode } from '#test/support/pretend-node.ts';
import { expect, onTestFinished, test } from 'vitest';

test('that an area was on its own stands in the journal once, however often its node tells it', async () => {
	const stand = await MediaStand.open();
	onTestFinished(() => stand.close());
	stand.placed = [placed('below', { unitId: 'district' })];
	const islands = [
		{ agoMs: 3_600_000, forMs: 60_000 },
		{ agoMs: 20_000, forMs: 5_000 },
	];
	const before = Date.now();
	const carried = { conferenceId: stand.meeting.id, revision: 3, neighbours: [], islands, endpointIds: [] };
	const link = { url: stand.plane.url, token: tokenOf('below') };
	const node = await PretendNode.start(link, [carried]);
	onTestFinished(() => node.close());
	const noted = () => stand.running.state.lifecycle.islands;
	await expect.poll(() => noted().length, patiently('both to be noted')).toBe(2);
	node.redial();
	const closed = () => node.asked.filter(({ name }) => name === 'close').length;
	await expect.poll(closed, patiently('the node to have told it again')).toBe(2);
	const last = { agoMs: 9_000, forMs: 1_000 };
	stand.director.nodeReady('below', { ...carried, islands: [...islands, last] });
	await expect.poll(() => noted().length, patiently('a third one to be noted')).toBe(3);
	const events = [...readJournal(stand.db, stand.meeting.id)].map(({ event }) => event);
	const [first, ...others] = events.filter(({ type }) => type === 'island');
	expect(others).toHaveLength(2);
	expect(first).toMatchObject({ nodeId: 'below', area: 'the district' });
	const { from, to } = noted()[0] ?? { from: 0, to: 0 };
	expect(to - from).toBe(60_000);
	expect(from).toBeGreaterThanOrEqual(before - 3_600_000);
});
