/**
 * The control process: pages, live meetings, the database's only writer, and the local media node.
 * `node app/server.ts` for real users, from the environment; `node app/server.ts --demo` on this machine alone.
 */
import process from 'node:process';
import { openControl } from './control.ts';
import { linesForOperator } from './lines-for-operator.ts';
import { readSettings, SettingsError } from './settings.ts';

try {
	const settings = readSettings(process.env, process.argv.includes('--demo'));
	const control = await openControl(settings);
	for (const line of linesForOperator(control, settings)) console.log(line);
	process.on('uncaughtException', (error) => {
		if (control.survives(error)) return;
		control.log.fatal({ err: error }, 'nobody expected this; the process ends, and meetings go on in the next');
		process.exit(1);
	});
	const stop = (signal: NodeJS.Signals) => {
		control.log.info({ signal }, 'stopping');
		control.close().then(
			() => process.exit(0),
			(error: unknown) => {
				control.log.error({ err: error }, 'not stopped cleanly');
				process.exit(1);
			},
		);
	};
	process.once('SIGTERM', stop);
	process.once('SIGINT', stop);
} catch (error) {
	if (error instanceof SettingsError) {
		console.error('Nhịp Cầu cannot start: its settings need correction (the README has the table).');
		for (const mistake of error.mistakes) console.error(`  ${mistake}`);
	} else console.error(error);
	process.exit(1);
}
