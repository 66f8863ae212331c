/**
 * `npm run restore -- FILE --into DIR [--identity KEY] [--with-faults]`: unpacks a back-up into an empty directory and
 * verifies files, database and journals before it says so. The key's file is --identity or BACKUP_IDENTITY.
 */
import { readDecrypter } from '#db/backup/keys.ts';
import { restoreBackup } from '#db/backup/restore-backup.ts';
import { OperatorError, runForOperator } from '#db/operator.ts';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';

await runForOperator(async () => {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: {
			into: { type: 'string' },
			identity: { type: 'string' },
			'with-faults': { type: 'boolean', default: false },
		},
	});
	const [file, ...rest] = positionals;
	const { into, identity = process.env['BACKUP_IDENTITY'] } = values;
	if (!file || !into || rest.length > 0)
		throw new OperatorError('npm run restore -- FILE --into DIR [--identity KEY] [--with-faults]');
	if (!identity)
		throw new OperatorError('Which key opens it? Give --identity KEY, or set BACKUP_IDENTITY to its file.');
	const decrypter = await readDecrypter(identity);
	const target = path.resolve(into);
	const restored = await restoreBackup({ file, into: target, decrypter, withFaults: values['with-faults'] });
	const { madeAt, files, lost, journals, faults } = restored;
	for (const fault of faults) console.error(fault);
	for (const sha256 of lost) console.error(`File ${sha256} was missing or damaged when the back-up was made.`);
	console.log(
		`Restored into ${target}, as of ${madeAt}: the database, ${journals} journals ${faults.length === 0 ? 'that fit' : 'with the faults above'}, ${files.length} files with the hashes that they had.`,
	);
	return faults.length + lost.length === 0 ? 0 : 1;
});
