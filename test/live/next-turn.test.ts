import { nextTurn } from '#live/next-turn.ts';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';

/** The two ends of a connection. */
async function connection(): Promise<[Socket, Socket]> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const near = connect((server.address() as AddressInfo).port, '127.0.0.1');
	const [far] = (await once(server, 'connection')) as [Socket];
	server.close();
	onTestFinished(() => void near.destroy());
	return [near, far];
}

test('what goes on in a turn to come does so once others are heard, be this turn begun by something that arrived', async () => {
	const steps: string[] = [];
	const [[near, far], [nearOther, farOther]] = [await connection(), await connection()];
	farOther.once('data', () => steps.push('another is heard'));
	const isOver = new Promise<void>((resolve) => {
		far.once('data', () => {
			steps.push('one is heard');
			nearOther.write('x');
			void nextTurn().then(() => {
				steps.push('it goes on');
				resolve();
			});
		});
	});
	near.write('x');
	await isOver;
	expect(steps).toEqual(['one is heard', 'another is heard', 'it goes on']);
});
