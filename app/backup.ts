/**
 * `npm run backup -- --into DIR [--keep N] [--demo]`: writes an encrypted back-up of the data directory, also while the
 * server runs. For whom, BACKUP_RECIPIENTS says; without --into, BACKUP_DIR says where to.
 * `npm run backup -- --new-key FILE`: makes a key that opens back-ups, and prints its public part.
 */
import { readRecipients, makeKey } from '#db/backup/keys.ts';
import { makeBackup } from '#db/backup/make-backup.ts';
import { dataDirOf, OperatorError, requireDatabase, runForOperator } from '#db/operator.ts';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';

await runForOperator(async () => {
	const { values } = parseArgs({
		options: {
			into: { type: 'string' },
			keep: { type: 'string' },
			'new-key': { type: 'string' },
			demo: { type: 'boolean', default: false },
		},
	});
	const now = Date.now();
	const newKey = values['new-key'];
	if (newKey !== undefined) {
		console.log(`BACKUP_RECIPIENTS=${await makeKey(newKey, now)}`);
		console.error(`${newKey} opens back-ups: keep it off this machine, twice. Without it no back-up can be read.`);
		return 0;
	}
	const { into = process.env['BACKUP_DIR'] } = values;
	if (!into) throw new OperatorError('Where to? Give --into DIR, or set BACKUP_DIR.');
	if (values.keep !== undefined && !/^[1-9]\d{0,3}$/.test(values.keep))
		throw new OperatorError('--keep: how many back-ups stay, at least 1.');
	const dataDir = dataDirOf(values);
	requireDatabase(dataDir);
	// The server's meetings come first on a machine that has both.
	os.setPriority(10);
	const aborting = new AbortController();
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
		process.once(signal, () => aborting.abort(new OperatorError(`Stopped by ${signal}: no back-up was made.`)));
	const { file, size, files, lost, openSecretVotes } = await makeBackup({
		dataDir,
		into: path.resolve(into),
		recipients: readRecipients(process.env['BACKUP_RECIPIENTS']),
		now,
		keep: values.keep === undefined ? undefined : Number(values.keep),
		signal: aborting.signal,
	});
	for (const sha256 of lost) console.error(`File ${sha256} is missing or damaged on disk: the back-up is without it.`);
	if (openSecretVotes > 0)
		console.error(
			'A secret vote was open: together with another of the same time this back-up tells ballots. Delete it.',
		);
	console.log(`${file}: the database and ${files} files, ${(size / 2 ** 20).toFixed(1)} MiB`);
	return lost.length === 0 ? 0 : 1;
});
