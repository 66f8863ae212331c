import '#test/support/runes.ts';
import type { LiveMeeting } from '#lib/live/live-meeting.svelte.ts';
import { SiteWall } from '#lib/meeting/wall/site-wall.svelte.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

let listeners: Map<string, () => void>;
let asked: [name: string, input: object][];
let live: { link: string };
let busy: boolean;
let wall: SiteWall;

beforeEach(() => {
	vi.useFakeTimers();
	vi.stubGlobal('document', { hidden: false, addEventListener: () => {} });
	// There is no plan, and no place: nothing is derived before the constructor has run.
	vi.stubGlobal(
		'$derived',
		Object.assign(<T>(value: T) => value, { by: () => null }),
	);
	listeners = new Map();
	asked = [];
	busy = false;
	const fake = {
		link: 'connected',
		may: (right: string) => right === 'see-wall',
		connection: {
			on: (name: string, listener: () => void) => {
				listeners.set(name, listener);
				return () => listeners.delete(name);
			},
			request: (name: string, input: object) => {
				asked.push([name, input]);
				return Promise.resolve(busy ? { ok: false, code: 'too-many-requests' } : { ok: true, output: null });
			},
		},
	};
	live = fake;
	wall = new SiteWall(fake as unknown as LiveMeeting);
});
afterEach(() => {
	wall.close();
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

test('what was wanted while the link was down is told when it is back: the server may have started anew', () => {
	wall.show();
	wall.look(['first']);
	asked.length = 0;
	live.link = 'reconnecting';
	wall.look(['second']);
	expect(asked, 'no link').toEqual([]);
	live.link = 'connected';
	listeners.get('welcome')?.();
	expect(asked).toEqual([
		['wall/open', { since: 0 }],
		['wall/live', { participantIds: ['second'] }],
	]);
});

test('what a former page of this device had open is closed', () => {
	listeners.get('welcome')?.();
	expect(asked).toEqual([
		['wall/close', {}],
		['wall/live', { participantIds: [] }],
	]);
});

test('a server that was too busy is asked again, for what is wanted by then', async () => {
	busy = true;
	wall.show();
	busy = false;
	await vi.advanceTimersByTimeAsync(1_000);
	wall.look(['later']);
	asked.length = 0;
	await vi.advanceTimersByTimeAsync(1_000);
	expect(asked).toEqual([
		['wall/open', { since: 0 }],
		['wall/live', { participantIds: ['later'] }],
	]);
});
