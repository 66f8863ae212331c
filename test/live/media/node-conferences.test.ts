import type { PlacedNode } from '#live/media/placed-node.ts';
import { MeetingOnNodes, settled } from '#test/support/meeting-on-nodes.ts';
import { placed } from '#test/support/placed-nodes.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const own = placed('own');
const district = placed('district', { unitId: 'district', line: { up: 2_000, down: 10_000 } });
const commune = placed('commune', { unitId: 'commune' });
const other = placed('other', { unitId: 'other-commune' });

let meeting: MeetingOnNodes;
beforeEach(() => {
	vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
	meeting.conferences.close();
	vi.useRealTimers();
});

test('devices are with the node of their unit; each is told who is beyond which neighbour, and who is only on the way, too', async () => {
	meeting = new MeetingOnNodes(own, district, commune, other);
	meeting.common.views = [
		{ endpointId: 'other', cameras: ['chair'] },
		{ endpointId: 'one', cameras: ['other'] },
	];
	await meeting.enter('chair', 'one', 'other');
	expect(meeting.homes('chair', 'one', 'other')).toEqual(['own', 'commune', 'other']);
	expect(meeting.askedFor('open').toSorted()).toEqual(['commune', 'district', 'other', 'own']);
	expect(meeting.neighbours('own')).toEqual([
		{ nodeId: 'district', is: 'child', beyond: ['one'], kbps: 10_000 },
		{ nodeId: 'other', is: 'child', beyond: ['other'], kbps: null },
	]);
	expect(meeting.neighbours('district')).toEqual([
		{ nodeId: 'own', is: 'parent', beyond: ['chair', 'other'], kbps: 2_000 },
		{ nodeId: 'commune', is: 'child', beyond: ['one'], kbps: null },
	]);
	expect(meeting.neighbours('commune')).toEqual([
		{ nodeId: 'district', is: 'parent', beyond: ['chair', 'other'], kbps: null },
	]);
	// What single devices look at is said to their own node alone.
	const views = ['own', 'district', 'commune', 'other'].map((id) => meeting.declared(id)?.views);
	expect(views.map((each) => each?.map(({ endpointId }) => endpointId))).toEqual([[], [], ['one'], ['other']]);
	expect(meeting.conferences.areNeighbours('own', 'district')).toBe(true);
	expect(meeting.conferences.areNeighbours('own', 'commune')).toBe(false);
});

test('below the root each node is told with whom its own devices go on when their area is cut off, those of its own unit first', async () => {
	meeting = new MeetingOnNodes(own, district, commune);
	// In the district itself one is alone.
	meeting.units.set('beside', 'commune').set('beyond', 'district');
	meeting.sites = ['chair', 'beyond', 'one', 'beside', 'other'].map((each) => ({ place: each, camera: each }));
	await meeting.enter('chair', 'beyond', 'one', 'beside', 'other');
	const reserves = ['own', 'district', 'commune'].map((id) => meeting.declared(id)?.reserve.cameras);
	expect(reserves).toEqual([[], [], ['one', 'beside']]);
	expect([...meeting.conferences.tell().keys()]).toEqual(['commune']);
});

test('of a closed item no line goes to a node where all wait outside, until somebody of its audience comes there, or it ends', async () => {
	meeting = new MeetingOnNodes(own, district, commune, other);
	const beside = (nodeId: string) => meeting.neighbours(nodeId)?.map((each) => each.nodeId);
	await meeting.enter('chair', 'one', 'other');
	const close = async (audience: string[] | null) => {
		meeting.common.audience = audience;
		meeting.conferences.placementChanged();
		await settled();
	};
	await close(['chair', 'one']);
	expect(meeting.conferences.areNeighbours('own', 'other')).toBe(false);
	expect([beside('own'), beside('commune'), beside('other')]).toEqual([['district'], ['district'], []]);
	await close(['chair']);
	expect([beside('own'), beside('commune')]).toEqual([[], []]);
	meeting.units.set('late', 'commune');
	await close(['chair', 'late']);
	await meeting.enter('late');
	expect([beside('own'), beside('commune')]).toEqual([['district'], ['district']]);
	// Who waited outside leaves: nothing is held for them.
	meeting.conferences.left('other');
	await close(['chair', 'late']);
	expect(beside('own')).toEqual(['district']);
	await close(null);
	expect(beside('own')).toEqual(['district', 'other']);
});

test('a meeting that sits on one node knows no neighbours, and no other node of it', async () => {
	meeting = new MeetingOnNodes(own, district, commune, other);
	meeting.units.set('chair', 'commune');
	await meeting.enter('one', 'chair');
	expect(new Set(meeting.asked.map(({ nodeId }) => nodeId))).toEqual(new Set(['commune']));
	expect(meeting.neighbours('commune')).toEqual([]);
});

test('a node that nobody needs any more is let go after a while, with those that were only on the way to it', async () => {
	meeting = new MeetingOnNodes(own, district, commune);
	await meeting.enter('chair', 'one');
	meeting.conferences.left('one');
	await vi.advanceTimersByTimeAsync(29_000);
	// Back in time: nothing is laid anew.
	await meeting.enter('one');
	await vi.advanceTimersByTimeAsync(60_000);
	expect(meeting.askedFor('close')).toEqual([]);
	meeting.conferences.left('one');
	await vi.advanceTimersByTimeAsync(31_000);
	await settled();
	expect(meeting.askedFor('close').toSorted()).toEqual(['commune', 'district']);
	expect(meeting.neighbours('own')).toEqual([]);
	await meeting.enter('one');
	expect(meeting.askedFor('open').filter((id) => id === 'commune')).toHaveLength(2);
	expect(meeting.neighbours('own')).toMatchObject([{ nodeId: 'district', beyond: ['one'] }]);
});

test('devices of a node that is gone are called to the next one up, and stay there when it returns', async () => {
	meeting = new MeetingOnNodes(own, district, commune);
	await meeting.enter('chair', 'one');
	meeting.nodes = meeting.nodes.filter(({ node }) => node.id !== 'commune');
	meeting.conferences.nodeGone('commune');
	expect(meeting.called).toEqual([['commune', ['one']]]);
	await meeting.enter('one');
	expect(meeting.homes('one')).toEqual(['district']);
	meeting.absent = [commune];
	expect(meeting.why('one')).toEqual(['away', 'district', 'commune']);
	expect(meeting.neighbours('own')).toMatchObject([{ nodeId: 'district', beyond: ['one'] }]);
	meeting.absent = [];
	meeting.nodes.push({ node: commune, ready: true });
	meeting.conferences.nodeReady('commune', undefined);
	await settled();
	expect(meeting.homes('one')).toEqual(['district']);
	expect(meeting.why('one')).toEqual(['stays', 'district', 'commune']);
	meeting.units.set('late', 'commune');
	await meeting.enter('late');
	expect(meeting.homes('late')).toEqual(['commune']);
	// Until they are asked back.
	meeting.called.length = 0;
	meeting.conferences.placeAnew(['one', 'late', 'chair']);
	expect(meeting.called).toEqual([['district', ['one']]]);
	expect(meeting.why('one')).toEqual(['unit', 'commune', null]);
});

test('who came a moment before their own node, as where the server’s machine begins anew, is taken in by it when it is there', async () => {
	meeting = new MeetingOnNodes(own, commune);
	meeting.nodes = meeting.nodes.filter(({ node }) => node === commune);
	await meeting.enter('chair', 'one');
	expect(meeting.homes('chair', 'one')).toEqual(['commune', 'commune']);
	await vi.advanceTimersByTimeAsync(5_000);
	meeting.nodes.push({ node: own, ready: true });
	meeting.conferences.nodeReady('own', undefined);
	await settled();
	expect(meeting.homes('chair', 'one')).toEqual(['own', 'commune']);
	expect(meeting.called).toEqual([['commune', ['chair']]]);
});

test('whose node is away waits for it, and who joins anew meanwhile goes to another one', async () => {
	meeting = new MeetingOnNodes(own, commune);
	meeting.units.set('two', 'commune');
	await meeting.enter('chair', 'one', 'two');
	meeting.nodes = meeting.nodes.map(({ node }) => ({ node, ready: node !== commune }));
	expect(meeting.conferences.isAnswered('two', false)).toBe(false);
	expect(meeting.conferences.isAnswered('two', true)).toBe(true);
	await meeting.enter('two');
	expect(meeting.homes('one', 'two')).toEqual(['commune', 'own']);
	// Nobody else is there: it is worth waiting.
	meeting.nodes = meeting.nodes.map(({ node }) => ({ node, ready: false }));
	expect(meeting.conferences.isAnswered('two', true)).toBe(false);
});

test('of a node that returns with what it carried nobody moves who has not yet', async () => {
	meeting = new MeetingOnNodes(own, commune);
	meeting.units.set('two', 'commune');
	await meeting.enter('chair', 'one', 'two');
	meeting.nodes = meeting.nodes.filter(({ node }) => node !== commune);
	meeting.conferences.nodeGone('commune');
	expect(meeting.called).toEqual([['commune', ['one', 'two']]]);
	// What they ask of it waits for it.
	expect([meeting.homes('two'), meeting.conferences.isAnswered('two', false)]).toEqual([['commune'], false]);
	await meeting.enter('one');
	expect(meeting.neighbours('own')).toEqual([]);
	meeting.nodes.push({ node: commune, ready: true });
	const carried = {
		conferenceId: 'meeting',
		revision: 9,
		islands: [],
		neighbours: ['own'],
		endpointIds: ['one', 'two'],
	};
	meeting.conferences.nodeReady('commune', carried);
	await settled();
	expect(meeting.homes('one', 'two')).toEqual(['own', 'commune']);
	expect(meeting.asked.filter(({ name }) => name === 'leave')).toMatchObject([
		{ nodeId: 'commune', input: { endpointId: 'one' } },
	]);
	expect(meeting.neighbours('commune')).toMatchObject([{ nodeId: 'own', beyond: ['one'] }]);
});

test('after a restart whose own node may come in a moment waits for it, nobody else does', () => {
	meeting = new MeetingOnNodes(own);
	meeting.absent = [commune];
	meeting.awaited = 'commune';
	const answered = () => ['chair', 'one'].map((each) => meeting.conferences.isAnswered(each, false));
	expect(answered()).toEqual([true, false]);
	meeting.awaited = undefined;
	expect(answered()).toEqual([true, true]);
});

test('who comes a moment before the node of their unit is back is called to it, who was there before is not', async () => {
	meeting = new MeetingOnNodes(own);
	meeting.units.set('two', 'commune');
	await meeting.enter('two');
	await vi.advanceTimersByTimeAsync(11_000);
	await meeting.enter('chair', 'one');
	await vi.advanceTimersByTimeAsync(3_000);
	meeting.nodes.push({ node: commune, ready: true });
	meeting.conferences.nodeReady('commune', undefined);
	expect(meeting.homes('chair', 'one', 'two')).toEqual(['own', 'commune', 'own']);
	expect(meeting.called).toEqual([['own', ['one']]]);
	expect(meeting.askedFor('leave')).toEqual(['own']);
});

test('a node on the way that began anew carries the meeting again', async () => {
	meeting = new MeetingOnNodes(own, district, commune);
	await meeting.enter('chair', 'one');
	meeting.conferences.nodeReady('district', undefined);
	await settled();
	expect(meeting.askedFor('open').filter((id) => id === 'district')).toHaveLength(2);
	expect(meeting.called.flatMap(([, deviceIds]) => deviceIds)).toEqual([]);
});

test('what a node carries goes on while its link is down; who goes another way does not go through it', async () => {
	meeting = new MeetingOnNodes(own, district, commune);
	await meeting.enter('chair', 'one');
	meeting.nodes = meeting.nodes.map(({ node }) => ({ node, ready: node.id !== 'district' }));
	meeting.conferences.placementChanged();
	await settled();
	expect(meeting.neighbours('own')).toMatchObject([{ nodeId: 'district', beyond: ['one'] }]);
	meeting.nodes = meeting.nodes.filter(({ node }) => node.id !== 'district');
	meeting.conferences.nodeGone('district');
	await settled();
	expect(meeting.neighbours('own')).toMatchObject([{ nodeId: 'commune', beyond: ['one'] }]);
	expect(meeting.neighbours('commune')).toMatchObject([{ nodeId: 'own', is: 'parent' }]);
});

test('a node that is to be emptied sends its devices elsewhere, and carries nothing for others', async () => {
	meeting = new MeetingOnNodes(own, district, commune);
	meeting.units.set('two', 'district');
	await meeting.enter('chair', 'one', 'two');
	meeting.nodes = meeting.nodes.map((each) =>
		each.node === district ? { ...each, node: { ...district, draining: true } } : each,
	);
	meeting.conferences.placementChanged();
	await settled();
	expect(meeting.called).toEqual([['district', ['two']]]);
	expect(meeting.askedFor('leave')).toEqual(['district']);
	// At once: what the node says of its end is of a former life.
	expect(meeting.homes('two', 'one')).toEqual(['own', 'commune']);
	expect(meeting.conferences.isElsewhere('two', 'district')).toBe(true);
	expect(meeting.askedFor('close')).toEqual(['district']);
	expect(meeting.neighbours('own')).toMatchObject([{ nodeId: 'commune', beyond: ['one'] }]);
});

test('nobody is called away from a node to be emptied where nobody else is there', async () => {
	meeting = new MeetingOnNodes({ ...own, draining: true }, placed('b', { capacity: 0 }));
	meeting.nodes.pop();
	await expect(meeting.enter('chair')).rejects.toThrow('media-node-absent');
	meeting.nodes = [{ node: own, ready: true }];
	await meeting.enter('chair');
	meeting.nodes = [{ node: { ...own, draining: true }, ready: true }];
	meeting.conferences.placementChanged();
	expect([meeting.homes('chair'), meeting.called]).toEqual([['own'], []]);
	meeting.nodes.push({ node: commune, ready: true });
	meeting.conferences.nodeReady('commune', undefined);
	expect([meeting.homes('chair'), meeting.called]).toEqual([['commune'], [['own', ['chair']]]]);
});

test('nodes that carried the meeting before are told when they are all back: their lines stay up', async () => {
	meeting = new MeetingOnNodes();
	const back = (node: PlacedNode, neighbours: string[], endpointIds: string[]) => {
		meeting.nodes.push({ node, ready: true });
		meeting.conferences.nodeReady(node.id, {
			conferenceId: 'meeting',
			revision: 7,
			neighbours,
			islands: [],
			endpointIds,
		});
		return settled();
	};
	await back(own, ['district'], ['chair']);
	await back(district, ['own', 'commune'], []);
	expect([meeting.askedFor('report'), meeting.askedFor('declare')]).toEqual([['own', 'district'], []]);
	await back(commune, ['district'], ['one']);
	expect(meeting.askedFor('declare').toSorted()).toEqual(['commune', 'district', 'own']);
	expect(meeting.declared('own')?.revision).toBe(8);
	expect(meeting.neighbours('own')).toMatchObject([{ nodeId: 'district', beyond: ['one'] }]);
	// It stays for as long as it is needed, though nobody is with it.
	await vi.advanceTimersByTimeAsync(60_000);
	expect(meeting.askedFor('close')).toEqual([]);
});

test('a node that does not come back is not waited for any longer', async () => {
	meeting = new MeetingOnNodes(own);
	meeting.conferences.nodeReady('own', {
		conferenceId: 'meeting',
		revision: 7,
		islands: [],
		neighbours: ['district'],
		endpointIds: ['chair'],
	});
	await vi.advanceTimersByTimeAsync(2_000);
	expect(meeting.conferences.isAnswered('one', false)).toBe(false);
	expect(meeting.askedFor('declare')).toEqual([]);
	await vi.advanceTimersByTimeAsync(1_500);
	await settled();
	expect(meeting.neighbours('own')).toEqual([]);
});

test('who is behind the same cut as their node has not left it: they stay where they are when it returns, unless they do not come back', async () => {
	meeting = new MeetingOnNodes(own, district);
	const devices = ['one', 'two', 'three'];
	for (const deviceId of devices) meeting.units.set(deviceId, 'district');
	await meeting.enter('chair', ...devices);
	meeting.nodes = [own, district].map((node) => ({ node, ready: node !== district }));
	meeting.silent = 'district';
	for (const deviceId of devices) {
		meeting.gone.add(deviceId);
		meeting.conferences.left(deviceId);
	}
	// Before its node: it waits for that one.
	expect(meeting.conferences.isAnswered('one', false)).toBe(false);
	meeting.gone.delete('one');
	meeting.nodes = [own, district].map((node) => ({ node, ready: true }));
	meeting.silent = undefined;
	const carried = { conferenceId: 'meeting', revision: 7, neighbours: ['own'], islands: [], endpointIds: devices };
	meeting.conferences.nodeReady('district', carried);
	expect([meeting.homes(...devices), meeting.askedFor('leave')]).toEqual([['district', 'district', 'district'], []]);
	meeting.gone.delete('two');
	await vi.advanceTimersByTimeAsync(10_000);
	expect([meeting.homes(...devices), meeting.askedFor('leave')]).toEqual([
		['district', 'district', undefined],
		['district'],
	]);
});
