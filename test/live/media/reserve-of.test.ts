import { ReserveNews } from '#live/media/reserve-news.ts';
import { reservesOf, sitesOf } from '#live/media/reserve-of.ts';
import { Sending } from '#live/media/sending.ts';
import { deviceOf, planWithClosed, ScriptedMeeting } from '#test/support/meeting.ts';
import { expect, test } from 'vitest';

/** Everybody sends camera and microphone. */
function sendingAll(...participantIds: string[]): Sending {
	const sending = new Sending();
	for (const id of participantIds) {
		sending.set(deviceOf(id), 'camera', 'live');
		sending.set(deviceOf(id), 'microphone', 'paused');
	}
	return sending;
}

test('rooms stand first; of those who sit in one its terminal alone is heard, and who sends no camera is not listed', () => {
	const meeting = ScriptedMeeting.live();
	meeting.connect('site');
	const sending = sendingAll('site', 'chair', 'delegate-1', 'delegate-3');
	const [site, chair] = [deviceOf('site'), deviceOf('chair')];
	const [first, third] = [deviceOf('delegate-1'), deviceOf('delegate-3')];
	const sites = sitesOf(meeting.state, sending);
	expect(sites).toEqual([
		{ place: 'site', camera: site, microphone: site },
		{ place: 'chair', camera: chair, microphone: chair },
		{ place: 'delegate-1', camera: first, microphone: first },
		{ place: 'site', camera: third, microphone: undefined },
	]);
	const here = { isBelow: (nodeId: string) => nodeId !== 'root', isOwn: () => false };
	const reserves = (homes: Record<string, string>) =>
		Object.fromEntries(reservesOf(sites, { ...here, nodeOf: (id) => homes[id] }));
	// A room is nobody to talk to for those who sit in it.
	expect(reserves({ [site]: 'below', [third]: 'below', [chair]: 'root', [first]: 'root' })).toEqual({});
	expect(reserves({ [site]: 'below', [first]: 'below' })).toEqual({
		below: { cameras: [site, first], microphones: [site, first] },
	});
	const ofUnit = reservesOf(sites, { ...here, nodeOf: () => 'below', isOwn: (id) => id === first });
	expect(ofUnit.get('below')?.cameras).toEqual([first, site, chair, third]);
});

test('nine are seen, sixteen heard', () => {
	const sites = Array.from({ length: 20 }, (_, index) => ({
		place: `${index}`,
		camera: `${index}`,
		microphone: `${index}`,
	}));
	const whereabouts = { nodeOf: () => 'below', isBelow: () => true, isOwn: () => true };
	const { cameras = [], microphones = [] } = reservesOf(sites, whereabouts).get('below') ?? {};
	expect([cameras.length, microphones.length]).toEqual([9, 16]);
});

test('who waits outside of a closed item is in no reserve', () => {
	const meeting = ScriptedMeeting.live(planWithClosed());
	meeting.connect('site');
	meeting.give('chair', 'start-item', { itemId: 'item-4' });
	const places = sitesOf(meeting.state, sendingAll('guest', 'chair', 'delegate-1')).map(({ place }) => place);
	expect(places).toEqual(['chair', 'delegate-1']);
});

test('while the meeting pauses nobody is in a reserve', () => {
	const meeting = ScriptedMeeting.live();
	const sites = () => sitesOf(meeting.state, sendingAll('chair', 'delegate-1'));
	expect(sites()).toHaveLength(2);
	meeting.give('chair', 'pause-meeting', {});
	expect(sites()).toEqual([]);
});

test('a device is told of the others when that changes, and again when it may have missed it', () => {
	const told: [string, string[]][] = [];
	const news = new ReserveNews((deviceId, endpointIds) => told.push([deviceId, endpointIds]));
	const follow = (...cameras: string[]) => {
		news.follow(new Map([['below', { cameras, microphones: [] }]]));
		return told.splice(0);
	};
	expect(follow('a', 'b')).toEqual([
		['a', ['b']],
		['b', ['a']],
	]);
	expect(follow('a', 'b')).toEqual([]);
	expect(follow('a', 'c')).toEqual([
		['b', []],
		['a', ['c']],
		['c', ['a']],
	]);
	for (const each of ['a', 'b', 'never']) news.repeat(each);
	expect(told).toEqual([
		['a', ['c']],
		['b', []],
	]);
});
