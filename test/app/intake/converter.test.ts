import { storeFile } from '#db/documents/file-store.ts';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { Converter } from '../../../app/intake/converter.ts';
import { Sandbox, type Job, type Started } from '../../../app/intake/sandbox.ts';
import { temporaryFolder } from '../../db/temporary-database.ts';

const says = (text: string): Job['command'] => ['/bin/sh', '-c', 'printf %s "$0"', text];
const fails: Job['command'] = ['/bin/false'];

/** Runs other programs in the place of LibreOffice, one after the other. */
class Otherwise extends Sandbox {
	readonly #commands: Job['command'][];
	#running = 0;
	most = 0;

	constructor(...commands: Job['command'][]) {
		super(true);
		this.#commands = commands;
	}

	override start(job: Job): Started {
		const started = super.start({ ...job, command: this.#commands.shift() ?? fails });
		this.most = Math.max(this.most, (this.#running += 1));
		void started.ended.then(() => (this.#running -= 1));
		return started;
	}

	get left(): number {
		return this.#commands.length;
	}
}

async function conversion(sandbox: Sandbox, level = 'silent') {
	const dataDir = temporaryFolder();
	const converter = new Converter({ sandbox, dataDir, log: pino({ level }) });
	const stored = await storeFile(dataDir, Buffer.from('PK\x03\x04'));
	return () => converter.toPdf({ ...stored, type: 'application/msword' });
}

test('what fails is tried once more, and then refused; so is what makes no PDF', async () => {
	const twice = await conversion(new Otherwise(fails, says('%PDF-1.7 a')));
	expect(await twice()).toMatchObject({ type: 'application/pdf', size: 10 });
	const refusal = { code: 'paper-not-converted' };
	const never = new Otherwise(fails, says('no PDF'), says('%PDF-1.7 too late'));
	await expect((await conversion(never))()).rejects.toMatchObject(refusal);
	expect(never.left).toBe(1);
});

test('two are converted at a time, and none any more when all ends', async () => {
	// One that fails, as on a machine that is short of something for a moment, is tried once more: the log says why.
	const sandbox = new Otherwise(...Array.from({ length: 10 }, () => says('%PDF-1.7 a')));
	const convert = await conversion(sandbox, 'warn');
	await Promise.all([convert(), convert(), convert(), convert(), convert()]);
	expect(sandbox.most).toBe(2);
	const ending = new Otherwise(['/bin/sleep', '1000']);
	const given = (await conversion(ending))();
	ending.close();
	await expect(given).rejects.toMatchObject({ code: 'closing' });
});
