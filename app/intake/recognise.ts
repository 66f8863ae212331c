import { DataError } from '#db/data-error.ts';
import { endings, type PackType, type PaperType } from '#db/documents/file-type.ts';
import { paperWarnings, type PaperWarning } from '#db/documents/paper-warnings.ts';
import type { Logger } from 'pino';
import * as v from 'valibot';
import { unreadable, type Recognised } from './inspection.ts';
import { listen } from './own-program.ts';
import type { Sandbox } from './sandbox.ts';

/** All of a file may be in memory, and what it unpacks to is counted. */
const limits = { memory: 1_500, heap: 256, room: 1, file: 0, processor: 30, time: 60_000, output: 10_000 };

const types = Object.keys(endings) as PaperType[];
const says: v.GenericSchema<unknown, Recognised> = v.union([
	v.object({ type: v.picklist(types), warnings: v.array(v.picklist(paperWarnings)) }),
	v.object({ refused: v.picklist(unreadable) }),
]);

interface Recognising {
	readonly sandbox: Sandbox;
	readonly log: Pick<Logger, 'warn'>;
}

/**
 * Which kind of office file it is, by its inside, and what its readers should know.
 * @param file its path
 * @throws DataError `paper-…`, `file-type-refused`, `closing`
 */
export async function recognise(
	{ sandbox, log }: Recognising,
	file: string,
	pack: PackType,
): Promise<{ type: PaperType; warnings: readonly PaperWarning[] }> {
	for await (const said of listen(sandbox, { name: 'look-into-office.ts', told: [file, pack], says, limits, log })) {
		if ('refused' in said) throw new DataError(said.refused, '');
		return said;
	}
	throw new DataError('paper-unreadable', '');
}
