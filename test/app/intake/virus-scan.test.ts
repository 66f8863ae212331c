import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import path from 'node:path';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { storeFile } from '#db/documents/file-store.ts';
import { Intake } from '../../../app/intake/intake.ts';
import { Sandbox } from '../../../app/intake/sandbox.ts';
import { VirusScan } from '../../../app/intake/virus-scan.ts';
import { temporaryDatabase, temporaryFolder } from '../../db/temporary-database.ts';

const log = pino({ level: 'silent' });

/** Speaks as clamd does, and knows one signature; `says`: something else, as soon as it is asked. */
async function fakeClamd(signature: string, says?: string): Promise<string> {
	const socket = path.join(temporaryFolder(), 'clamd.ctl');
	const hear = (asking: Socket) => {
		let heard = Buffer.alloc(0);
		asking.on('error', () => {});
		asking.on('data', (data: Buffer) => {
			heard = Buffer.concat([heard, data]);
			if (says !== undefined) return asking.end(says);
			const command = 'zINSTREAM\0';
			if (!heard.toString('latin1').startsWith(command)) return;
			const pieces: Buffer[] = [];
			for (let at = command.length; at + 4 <= heard.length;) {
				const length = heard.readUInt32BE(at);
				if (length === 0)
					asking.end(Buffer.concat(pieces).includes(signature) ? 'stream: Test.Signature FOUND\0' : 'stream: OK\0');
				pieces.push(heard.subarray(at + 4, at + 4 + length));
				at += 4 + length;
			}
		});
	};
	const server = createServer(hear).listen(socket);
	await once(server, 'listening');
	onTestFinished(() => void server.close());
	return socket;
}

function stored(content: string | Buffer): string {
	const file = path.join(temporaryFolder(), 'paper');
	writeFileSync(file, content);
	return file;
}

test('a file goes to clamd whole, and what it finds is refused; where it says nothing nobody lets it through', async () => {
	const socket = await fakeClamd('a signature of our own');
	const scan = new VirusScan({ socket, log });
	const large = Buffer.alloc(300_000, 'x');
	await scan.requireClean(stored(large));
	const found = scan.requireClean(stored(Buffer.concat([large, Buffer.from('a signature of our own')])));
	await expect(found).rejects.toMatchObject({ code: 'paper-has-virus' });

	const failed = { code: 'virus-scan-failed' };
	const away = new VirusScan({ socket: path.join(temporaryFolder(), 'nobody'), log });
	await expect(away.requireClean(stored('a'))).rejects.toMatchObject(failed);
	const full = await fakeClamd('', 'INSTREAM size limit exceeded. ERROR\0');
	await expect(new VirusScan({ socket: full, log }).requireClean(stored(large))).rejects.toMatchObject(failed);
	const silent = createServer().listen(path.join(temporaryFolder(), 'clamd.ctl'));
	await once(silent, 'listening');
	onTestFinished(() => void silent.close());
	const impatient = new VirusScan({ socket: silent.address() as string, log, patience: 1 });
	await expect(impatient.requireClean(stored('a'))).rejects.toMatchObject(failed);
});

test('where there is a clamd nothing else reads a paper before it', async () => {
	const dataDir = temporaryFolder();
	const virusScan = new VirusScan({ socket: await fakeClamd('%PDF'), log });
	const sandbox = new Sandbox(false);
	const intake = new Intake({ db: temporaryDatabase(), dataDir, sandbox, virusScan, log });
	sandbox.close();
	const taken = intake.take(await storeFile(dataDir, Buffer.from('%PDF-1.7')));
	await expect(taken).rejects.toMatchObject({ code: 'paper-has-virus' });
});
