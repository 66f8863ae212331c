import { createHmac, hkdfSync } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { Beat } from '#sfu/cascade/beat.ts';
import { UdpRelay } from '#test/support/udp-relay.ts';

const secrets = ['the parent', 'the child'] as const;

async function parentEnd() {
	const socket = await Beat.bind('127.0.0.1');
	const { port } = socket;
	const told: boolean[] = [];
	const beat = new Beat(socket, secrets, undefined, {
		onStands: (stands) => void told.push(stands),
		onRoundTrip: () => {},
	});
	onTestFinished(() => {
		beat.close();
		socket.close();
	});
	return { beat, told, port };
}

async function childEnd(port: number, own: readonly [string, string] = secrets) {
	const told: boolean[] = [];
	const to = { address: '127.0.0.1', port };
	const socket = await Beat.bind('127.0.0.1');
	const beat = new Beat(socket, own, to, { onStands: (stands) => void told.push(stands), onRoundTrip: () => {} });
	onTestFinished(() => {
		beat.close();
		socket.close();
	});
	return { beat, told };
}

const until = (message: string) => ({ message, timeout: 5_000 });

test('both ends learn that a line stands, how long its way is, when it is cut, and when it is back', async () => {
	const parent = await parentEnd();
	const relay = await UdpRelay.open(parent.port);
	onTestFinished(() => relay.close());
	relay.hinder({ delay: [30, 30] });
	const child = await childEnd(relay.port);
	const told = () => [parent.told, child.told];
	await expect.poll(told, until('it stands')).toEqual([[true], [true]]);
	for (const { beat } of [parent, child]) {
		await expect.poll(() => beat.way.rttMs ?? 0, until('there and back')).toBeGreaterThan(59);
		expect(beat.way.loss).toBe(0);
	}
	relay.hinder({ cut: true });
	await expect.poll(told, until('it is cut')).toEqual([
		[true, false],
		[true, false],
	]);
	relay.hinder({});
	await expect.poll(told, until('it is back')).toEqual([
		[true, false, true],
		[true, false, true],
	]);
});

test('what is lost on the way is counted', async () => {
	const parent = await parentEnd();
	const relay = await UdpRelay.open(parent.port);
	onTestFinished(() => relay.close());
	const child = await childEnd(relay.port);
	await expect.poll(() => child.beat.stands, until('it stands')).toBe(true);
	relay.hinder({ loss: 0.5 });
	await expect.poll(() => child.beat.way.loss, until('some are missed')).toBeGreaterThan(0.1);
	expect(parent.beat.way.loss, 'of what goes the other way nothing is').toBe(0);
});

test('garbage, and beats of another key, count for nothing, and do not lead the line elsewhere', async () => {
	const parent = await parentEnd();
	const stranger = createSocket('udp4').bind(0, '127.0.0.1');
	await once(stranger, 'listening');
	onTestFinished(() => void stranger.close());
	for (const size of [0, 1, 38, 39, 39, 40, 1_400]) stranger.send(Buffer.alloc(size, 1), parent.port, '127.0.0.1');
	const wrong = await childEnd(parent.port, ['another parent', 'the child']);
	const right = await childEnd(parent.port);
	await expect.poll(() => [parent.told, right.told], until('it stands')).toEqual([[true], [true]]);
	expect([wrong.told, wrong.beat.way.rttMs]).toEqual([[], null]);
});

test('a beat that somebody kept and sends again does not keep a line alive', async () => {
	const parent = await parentEnd();
	const tap = createSocket('udp4').bind(0, '127.0.0.1');
	await once(tap, 'listening');
	onTestFinished(() => void tap.close());
	const kept: Buffer[] = [];
	tap.on('message', (message) => {
		kept.push(message);
		// The first one passes; later ones it does in place of themselves.
		tap.send(kept[0] ?? message, parent.port, '127.0.0.1');
	});
	await childEnd(tap.address().port);
	await expect.poll(() => parent.told, until('told that it stands, then that it does not')).toEqual([true, false]);
	expect(kept.length, 'beats went on').toBeGreaterThan(3);
});

test('whatever time the other end says, it is answered', async () => {
	const { told, port } = await parentEnd();
	const child = createSocket('udp4');
	onTestFinished(() => void child.close());
	const body = Buffer.alloc(23);
	body.writeUInt8(2, 0);
	body.writeUIntBE(1, 1, 6);
	body.writeBigUInt64BE(2n ** 64n - 1n, 7);
	const key = Buffer.from(hkdfSync('sha256', secrets.join('.'), '', 'nhip-cau beat', 32));
	const mac = createHmac('sha256', key).update(body).digest().subarray(0, 16);
	child.send(Buffer.concat([body, mac]), port, '127.0.0.1');
	await once(child, 'message');
	expect(told).toEqual([true]);
});
