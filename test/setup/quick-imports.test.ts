import { execFileSync } from 'node:child_process';
import process from 'node:process';
import { expect, test } from 'vitest';
import { projectEnvironment } from '../../setup/paths.mjs';

/** Counts how often Node itself is asked where something of drizzle's is. */
const asked = `import { registerHooks } from 'node:module';
let times = 0;
registerHooks({ resolve(specifier, context, next) {
	if ((context.parentURL ?? '').includes('/drizzle-orm/') || specifier.startsWith('drizzle-orm')) times += 1;
	return next(specifier, context);
} });
process.on('exit', () => console.log(times));`;
const countTimes = `--import=data:text/javascript;base64,${Buffer.from(asked).toString('base64')}`;

test('Node looks for what opens the database twice, and not for each of its 150 files', () => {
	const { NODE_OPTIONS = '', ...others } = projectEnvironment;
	const times = (options: string) =>
		Number(
			execFileSync(process.execPath, ['-e', "import('drizzle-orm/better-sqlite3')"], {
				env: { ...others, NODE_OPTIONS: options },
				encoding: 'utf8',
			}),
		);
	// Drizzle itself, and the driver that it imports.
	expect(times(`${countTimes} ${NODE_OPTIONS}`)).toBe(2);
	expect(times(countTimes)).toBeGreaterThan(100);
});

test('who is started by what was started so asks for it once', () => {
	const ask =
		"import('./setup/paths.mjs').then(({ projectEnvironment }) => console.log(projectEnvironment.NODE_OPTIONS))";
	const options = execFileSync(process.execPath, ['-e', ask], { env: projectEnvironment, encoding: 'utf8' });
	expect(options.match(/quick-imports/g)).toHaveLength(1);
});
