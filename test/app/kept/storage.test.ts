import '#test/support/runes.ts';
import { Kept, forgetPerson, sweepKept } from '#lib/kept/kept.ts';
import { storageOf } from '#lib/kept/storage.ts';
import { claimDeviceId } from '#lib/live/device-id.ts';
import { loadDeviceChoice, saveDeviceChoice } from '#lib/meeting/device-choice.ts';
import { RoomKeys } from '#lib/meeting/room-keys.svelte.ts';
import type { Room } from '#lib/meeting/room.svelte.ts';
import { openRoomDevices } from '#lib/meeting/terminal/open-room-devices.ts';
import { stubStorages } from '#test/support/fake-storage.ts';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

const names = ['localStorage', 'sessionStorage'] as const;

/** As Chromium with “block all site data”: the look at it throws, and there are no locks. */
function forbid(): void {
	for (const name of names) {
		Object.defineProperty(globalThis, name, {
			configurable: true,
			get: () => {
				throw new DOMException('Access is denied for this document.', 'SecurityError');
			},
		});
	}
	const request = () => Promise.reject(new DOMException('denied', 'SecurityError'));
	vi.stubGlobal('navigator', { locks: { request } });
}

beforeEach(() => {
	// Declared first, so that they are taken back afterwards.
	stubStorages();
	vi.stubGlobal('document', {});
});

afterEach(() => {
	for (const keeper of ['tab', 'browser'] as const)
		for (const key of storageOf(keeper).keys()) storageOf(keeper).remove(key);
	vi.unstubAllGlobals();
});

describe('in a browser that was told to keep nothing', () => {
	beforeEach(forbid);

	test('the page remembers by itself, each thing where it belongs', () => {
		expect(storageOf('tab').set('a', '1')).toBe(false);
		expect([storageOf('tab').get('a'), storageOf('browser').get('a')]).toEqual(['1', null]);
		expect(storageOf('tab').keys()).toEqual(['a']);
		storageOf('tab').remove('a');
		expect(storageOf('tab').get('a')).toBeNull();
	});

	test('keys, devices and the device’s own name go on for as long as the page lives', async () => {
		const room = {} as Room;
		expect(new RoomKeys(room).single).toBe(true);
		new RoomKeys(room).setSingle(false);
		expect(new RoomKeys(room).single).toBe(false);

		saveDeviceChoice({ microphone: false });
		expect(loadDeviceChoice()).toMatchObject({ camera: true, microphone: false });
		const openDevices = vi.fn();
		openRoomDevices({ openDevices } as never, 'm1');
		expect(openDevices).toHaveBeenCalledOnce();
		expect(loadDeviceChoice().microphone).toBe(true);

		expect(await claimDeviceId('a')).toMatch(/^[\da-f-]{36}$/);
		expect(storageOf('tab').get('thiet-bi.a')).toBe(await claimDeviceId('a'));
		expect(await claimDeviceId('b'), 'the next one at this tablet').not.toBe(await claimDeviceId('a'));
	});

	test('drafts last as long as the page, and go at the sign-out', () => {
		const draft = new Kept('lan', 'nhap:x', v.string(), 'browser');
		expect(draft.write('chữ')).toBe(false);
		expect(draft.read()?.value).toBe('chữ');
		sweepKept();
		expect(draft.read()?.value).toBe('chữ');
		forgetPerson('lan');
		expect(draft.read()).toBeUndefined();
	});
});

test('a browser that has no storage at all (null, as Firefox gives) is no other', () => {
	for (const name of names) vi.stubGlobal(name, null);
	expect(storageOf('browser').set('a', '1')).toBe(false);
	expect(storageOf('browser').get('a')).toBe('1');
});

test('without room the older state goes, and the page has the newest', () => {
	const { browser } = stubStorages();
	expect(storageOf('browser').set('a', 'cũ')).toBe(true);
	browser.room = 3;
	expect(storageOf('browser').set('a', 'mới hơn')).toBe(false);
	expect([storageOf('browser').get('a'), browser.getItem('a')]).toEqual(['mới hơn', null]);
	expect(storageOf('browser').set('a', 'vừa')).toBe(true);
	expect([storageOf('browser').get('a'), browser.getItem('a')]).toEqual(['vừa', 'vừa']);
});

test('a server remembers nothing of anybody', () => {
	vi.stubGlobal('localStorage', undefined);
	Reflect.deleteProperty(globalThis, 'document');
	expect(storageOf('browser').set('a', '1')).toBe(false);
	expect(storageOf('browser').get('a')).toBeNull();
});
