import { Device } from '#live/gateway/device.ts';
import { EventEmitter } from 'node:events';
import type { Socket } from 'socket.io';
import { expect, onTestFinished, test, vi } from 'vitest';
import { PretendSocket } from './pretend-media.ts';

test('a device is heard while it answers, not for as long as its connection is not given up', () => {
	vi.useFakeTimers();
	onTestFinished(() => {
		vi.useRealTimers();
	});
	const entrant = { meetingId: 'm', participantId: 'p', deviceId: 'd', accountId: 'a', sessionKey: 's' };
	const entering = { ...entrant, checking: false, lastSeq: 0 };
	const device = new Device(entering, vi.fn(), vi.fn());
	expect(device.isHeard).toBe(false);
	const socket = new PretendSocket();
	device.attach(socket as unknown as Socket, entering);
	expect(device.isHeard).toBe(true);
	vi.advanceTimersByTime(3_000);
	socket.conn.emit('heartbeat');
	vi.advanceTimersByTime(3_000);
	expect(device.isHeard).toBe(true);
	vi.advanceTimersByTime(2_000);
	expect(device.isHeard).toBe(false);
	// One that came back over another connection answers there.
	const next = new PretendSocket();
	device.attach(next as unknown as Socket, entering);
	vi.advanceTimersByTime(5_000);
	socket.conn.emit('heartbeat');
	expect(device.isHeard).toBe(false);
	// Of a link that is gone nothing stays with its connection.
	EventEmitter.prototype.emit.call(socket, 'disconnect', 'transport close');
	expect(socket.conn.listenerCount('heartbeat')).toBe(0);
	device.close();
});
