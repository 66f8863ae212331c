import { inTurns } from '#live/next-turn.ts';
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

test('what is done in pieces lets others be heard after each, be this turn begun by something that arrived', async () => {
	const steps: string[] = [];
	const [[near, far], [nearOther, farOther]] = [await connection(), await connection()];
	const say = (what: string) => {
		steps.push(what);
		nearOther.write('x');
	};
	farOther.on('data', () => steps.push('another is heard'));
	function* pieces(): Generator<void, string> {
		say('one piece');
		yield;
		say('the last piece');
		return 'it goes on';
	}
	const isOver = new Promise<void>((resolve, reject) => {
		far.once('data', () => {
			inTurns(pieces())
				.then((what) => resolve(void steps.push(what)))
				.catch(reject);
		});
	});
	near.write('x');
	await isOver;
	expect(steps).toEqual(['one piece', 'another is heard', 'the last piece', 'another is heard', 'it goes on']);
});
