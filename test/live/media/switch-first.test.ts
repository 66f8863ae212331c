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

/** What the node was asked by the time that devices are told of what `act` records. */
async function askedBefore(act: () => Promise<unknown>): Promise<string[] | undefined> {
	const asked = vi.spyOn(RemoteNode.prototype, 'request');
	let before: string[] | undefined;
	// As the hall does, which comes to be after the director.
	const stop = stand.running.onRecords(() => (before ??= asked.mock.calls.map(([name]) => name)));
	await act();
	stop();
	asked.mockRestore();
	return before;
}

test('of whom the chair puts on the stage, or takes off the air, the node hears before any device does', async () => {
	await stand.node('province-1');
	await stand.join('device-of-the-chair', stand.meeting.chairId);
	const delegateId = stand.meeting.delegateIds[0] ?? '';
	await stand.join('device-of-a-delegate', delegateId);
	await stand.join('device-that-watches', stand.meeting.secretaryId);
	await stand.hears('device-that-watches', 'device-of-the-chair');
	const give = (name: string, input: object) => () =>
		stand.running.give(stand.asChair(), { name, input } as never, `request-${name}`);
	expect(await askedBefore(give('grant-floor', { participantId: delegateId, limitSeconds: null }))).toEqual([
		'declare',
	]);
	await stand.hears('device-that-watches', 'device-of-a-delegate');
	expect(await askedBefore(give('revoke-floor', { participantId: delegateId }))).toEqual(['declare']);
});
