import { presenceOf } from '#meeting/presences.ts';
import { startLiveServer, type LiveServer } from '#test/support/live-server.ts';
import { createTestMeeting } from '#test/support/test-meeting.ts';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { temporaryFolder } from '../../db/temporary-database.ts';

let server: LiveServer;

afterEach(() => server.close());

test('nobody comes in under the device of somebody who reloads, or has left, also after a restart', async () => {
	const file = path.join(temporaryFolder(), 'db.sqlite');
	server = await startLiveServer(file);
	const meeting = createTestMeeting(server.db, { delegates: 1 });
	const [chair, delegate] = [meeting.chairId, meeting.delegateIds[0] ?? ''].map((id) => server.signIn(id));
	const device = await server.enter(chair, { meetingId: meeting.id });
	const deviceId = device.id;
	device.socket.disconnect();
	const devices = () => presenceOf(server.stateOf(meeting.id).attendance.came, meeting.chairId)?.devices;
	await expect.poll(devices, { message: 'the departure', timeout: 5_000 }).toEqual([]);
	const taking = () => server.enter(delegate, { meetingId: meeting.id, deviceId });
	await expect(taking()).rejects.toThrow('device-taken-over');
	await server.close();
	server = await startLiveServer(file);
	await expect(taking()).rejects.toThrow('device-taken-over');
	const back = await server.enter(chair, { meetingId: meeting.id, deviceId });
	expect(await back.give('start-meeting', {})).toMatchObject({ ok: true });
});
