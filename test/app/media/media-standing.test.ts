import { standingOf } from '#lib/media/media-standing.ts';
import { expect, test } from 'vitest';

const joined = { state: 'joined', unreachable: false, problem: null } as const;

test('joined over the link is not yet connected: what counts is what the transports do', () => {
	expect(standingOf({ ...joined, paths: { send: 'unused', receive: 'unused' } })).toBe('unused');
	expect(standingOf({ ...joined, paths: { send: 'connecting', receive: 'unused' } })).toBe('joining');
	expect(standingOf({ ...joined, paths: { send: 'connected', receive: 'connecting' } })).toBe('joining');
	expect(standingOf({ ...joined, paths: { send: 'unused', receive: 'connected' } })).toBe('joined');
});

test('what does not get through is called so, whatever is being tried', () => {
	const paths = { send: 'broken', receive: 'connected' } as const;
	expect(standingOf({ state: 'reconnecting', unreachable: true, problem: null, paths })).toBe('unreachable');
	expect(standingOf({ state: 'reconnecting', unreachable: false, problem: null, paths })).toBe('reconnecting');
});
