import { effects } from '#test/support/runes.ts';
import { keepUp } from '#lib/meeting/keep-up.svelte.ts';
import type { Room } from '#lib/meeting/room.svelte.ts';
import { beforeEach, expect, test, vi } from 'vitest';

const wake = vi.hoisted(() => ({ keep: vi.fn(), close: vi.fn() }));
const leave = vi.hoisted(() => ({
	ends: [] as (() => void)[],
	now() {
		for (const end of this.ends.splice(0)) end();
	},
}));
const island = vi.hoisted(() => ({ watch: vi.fn(), close: vi.fn() }));

vi.mock('#lib/live/wake-lock.ts', () => ({
	WakeLock: class {
		keep = wake.keep;
		close = wake.close;
	},
}));
vi.mock('#lib/meeting/island/island.ts', () => ({
	Island: class {
		watch = island.watch;
		close = island.close;
	},
}));
vi.mock('svelte', async (original) => ({
	...(await original<object>()),
	onDestroy: (end: () => void) => leave.ends.push(end),
	untrack: <T>(read: () => T) => read(),
}));

const live = {
	link: 'connected',
	awaySince: null as number | null,
	outside: false,
	serverId: 's',
	state: { lifecycle: { phase: 'live' }, stage: { content: null }, attendance: {}, plan: null },
	connection: { request: vi.fn(async () => ({ ok: true, output: null })) },
};
const reading = { presented: null as object | null, follows: false, leads: false, versionId: 'v', page: 3 };
const showing = { forget: vi.fn(), lead: vi.fn() };
const voice = {} as MediaStream;
const source = () => ({ stream: null as MediaStream | null, starting: false });
const [microphone, camera] = [source(), source()];
const media = {
	joinServer: vi.fn(),
	stayOutside: vi.fn(),
	voices: [voice],
	screen: { reconcile: vi.fn() },
	session: { microphone, camera, fit: vi.fn(), reserve: [] as string[] },
	devices: { look: vi.fn(), speakerId: null as string | null },
	playback: { listen: vi.fn(), useSpeaker: vi.fn(), resume: vi.fn() },
	switches: { allowMicrophone: vi.fn() },
	sound: { maySpeak: true },
};
const papers = { retry: vi.fn() };
const view = { current: 'stage' };

beforeEach(() => {
	vi.clearAllMocks();
	Object.assign(live, { link: 'connected', outside: false, awaySince: null, serverId: 's' });
	live.state.lifecycle.phase = 'live';
	view.current = 'stage';
	media.devices.speakerId = null;
	media.sound.maySpeak = true;
	Object.assign(reading, { presented: null, follows: false, leads: false });
	effects.forget();
	keepUp({ live, media, papers, view, reading, showing } as unknown as Room);
});

test('the screen stays bright while the meeting is on for this device, and no longer', () => {
	expect(wake.keep).toHaveBeenLastCalledWith(true);
	live.link = 'reconnecting';
	effects.run();
	expect(wake.keep, 'also while the link is down').toHaveBeenLastCalledWith(true);
	live.state.lifecycle.phase = 'ended';
	effects.run();
	expect(wake.keep).toHaveBeenLastCalledWith(false);
	Object.assign(live, { link: 'refused' });
	live.state.lifecycle.phase = 'live';
	effects.run();
	expect(wake.keep).toHaveBeenLastCalledWith(false);
	leave.now();
	expect(wake.close).toHaveBeenCalledOnce();
});

test('who has a reserve looks for it while the server is away, and no longer', async () => {
	media.session.reserve = ['near'];
	effects.run();
	await vi.waitUntil(() => {
		effects.run();
		return island.watch.mock.calls.length > 0;
	});
	expect(island.watch).toHaveBeenLastCalledWith(false);
	live.awaySince = 1;
	effects.run();
	expect(island.watch).toHaveBeenLastCalledWith(true);
	live.link = 'refused';
	effects.run();
	expect(island.watch).toHaveBeenLastCalledWith(false);
	leave.now();
	expect(island.close).toHaveBeenCalled();
	media.session.reserve = [];
});

test('the chosen loudspeaker gets the sound; the wall in its own window is silent', () => {
	expect(media.playback.listen).toHaveBeenLastCalledWith([voice]);
	media.devices.speakerId = 'desk';
	view.current = 'wall-only';
	effects.run();
	expect(media.playback.useSpeaker).toHaveBeenLastCalledWith('desk');
	expect(media.playback.listen).toHaveBeenLastCalledWith([]);
});

test('what a browser held back plays once a device is open', () => {
	expect(media.playback.resume).not.toHaveBeenCalled();
	camera.stream = {} as MediaStream;
	effects.run();
	expect(media.playback.resume).toHaveBeenCalledOnce();
	camera.stream = null;
});

test('of somebody’s devices the one that the server lets sound has its microphone', () => {
	expect(media.switches.allowMicrophone).toHaveBeenLastCalledWith(true);
	media.sound.maySpeak = false;
	effects.run();
	expect(media.switches.allowMicrophone).toHaveBeenLastCalledWith(false);
});

test('papers that failed are asked for again when the link is back; who waits outside sends nothing', () => {
	expect(papers.retry).toHaveBeenCalledTimes(1);
	live.link = 'reconnecting';
	effects.run();
	expect(papers.retry).toHaveBeenCalledTimes(1);
	Object.assign(live, { link: 'connected', outside: true });
	effects.run();
	expect(papers.retry).toHaveBeenCalledTimes(2);
	expect(media.stayOutside).toHaveBeenCalledOnce();
});

test('who reads on their own says so once, and again when they follow; the presenter shows what they see', async () => {
	const { request } = live.connection;
	const settled = () => new Promise((resolve) => setImmediate(resolve));
	Object.assign(reading, { presented: {}, follows: true });
	effects.run();
	expect(request, 'who follows says nothing').not.toHaveBeenCalled();
	reading.follows = false;
	effects.run();
	await settled();
	effects.run();
	expect(request.mock.calls, 'once').toEqual([['shown/follow', { follow: false }]]);
	live.serverId = 'another';
	effects.run();
	expect(request.mock.calls, 'another server knows nothing of it').toHaveLength(2);
	await settled();
	expect(showing.forget).toHaveBeenCalled();
	reading.follows = true;
	effects.run();
	expect(request).toHaveBeenLastCalledWith('shown/follow', { follow: true });
	reading.leads = true;
	effects.run();
	expect(showing.lead).toHaveBeenCalledWith('v', 3);
});
