import { percentiles, type Percentiles } from '#test/support/percentiles.ts';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { LeanClient } from './lean-client.ts';

/** As often as a kind of request is asked, with as many before it that do not count. */
const [before, tries] = [4, 24];

/** What the least that can be asked of a Node server takes on this machine, with the client that measures pages. */
export async function measureBareAnswer(): Promise<Percentiles> {
	const child = fork(path.join(import.meta.dirname, 'bare-server.ts'));
	const [port] = (await once(child, 'message')) as [number];
	const client = new LeanClient(port);
	try {
		const answers = [];
		for (let turn = 0; turn < before + tries; turn += 1) {
			const asked = { method: 'GET', where: '/', headers: { 'accept-encoding': 'gzip' }, body: Buffer.alloc(0) };
			answers.push((await client.ask(asked)).ms);
		}
		return percentiles(answers.slice(before));
	} finally {
		client.close();
		child.disconnect();
	}
}
