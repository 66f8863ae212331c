import { RemoteNode } from '#sfu/link/remote-node.ts';
import { MediaStand } from '#test/support/media-stand.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

let stand: MediaStand;
beforeEach(async () => {
	stand = await MediaStand.open();
});
afterEach(async () => {
	vi.restoreAllMocks();
	await stand.close();
});

test('of whom the chair puts on the stage the node hears before any device does', async () => {
	await stand.node('province-1');
	await stand.join('device-of-the-chair', stand.meeting.chairId);
	await stand.join('device-of-a-delegate', stand.meeting.delegateIds[0] ?? '');
	await stand.join('device-that-watches', stand.meeting.secretaryId);
	await stand.hears('device-that-watches', 'device-of-the-chair');
	const asked = vi.spyOn(RemoteNode.prototype, 'request');
	let before: string[] | undefined;
	// As the hall does, which comes to be after the director.
	stand.running.onRecords(() => (before ??= asked.mock.calls.map(([name]) => name)));
	await stand.direct(stand.meeting.delegateIds[0] ?? '');
	expect(before).toEqual(['declare']);
});
