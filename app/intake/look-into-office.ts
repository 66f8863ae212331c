/**
 * A program of its own (recognise.ts runs it): says which kind of office file the one is that its argument names, as a line of JSON.
 * Like inspect-pdf.ts it can do nothing else.
 */
import process from 'node:process';
import type { PackType } from '#db/documents/file-type.ts';
import type { Recognised } from './inspection.ts';
import { officeKind } from './office-kind.ts';
import { Refused } from './refused.ts';

const [, , file = '', pack = ''] = process.argv;
const said: Recognised = await officeKind(file, pack as PackType).catch((error: unknown) => ({
	refused: error instanceof Refused ? error.code : ('paper-unreadable' as const),
}));
process.stdout.write(`${JSON.stringify(said)}\n`);
