/** `npm run bench -- journal|import|control|papers [--json FILE]`; control: `[--part PATTERN]`; papers: `[--part NAME] [--documents FOLDER]` */
import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release } from 'node:os';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { benchControl } from './control.ts';
import { benchImport } from './import.ts';
import { benchJournal } from './journal.ts';
import { benchPapers } from './papers.ts';

const benches = { journal: benchJournal, import: benchImport, control: benchControl, papers: benchPapers };

const { values, positionals } = parseArgs({
	options: { json: { type: 'string' }, part: { type: 'string' }, documents: { type: 'string' } },
	allowPositionals: true,
});
const [name = ''] = positionals;
if (!Object.hasOwn(benches, name)) {
	console.error(`Usage: npm run bench -- <${Object.keys(benches).join(' | ')}> [--json FILE]`);
	process.exit(2);
}
const machine = {
	cpu: cpus()[0]?.model ?? 'unknown',
	cores: availableParallelism(),
	kernel: release(),
	node: process.version,
	load_average_before: loadavg()[0],
};
const figures = await benches[name as keyof typeof benches]((line) => console.log(line), values);
const report = { bench: name, machine, figures };
console.log(JSON.stringify(report, null, 2));
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
