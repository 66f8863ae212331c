import { isDate } from '#db/calendar.ts';
import { DataError } from '#db/data-error.ts';
import { planWriting } from '#db/org/apply-plan.ts';
import { LaidRows } from '#db/org/laid-rows.ts';
import type { readImport, ReadImport } from '#db/org/read-import.ts';
import { preparedAction } from '#lib/server/act.ts';
import { accountLoad, type GuardedActions } from '#lib/server/guard.ts';
import { day, file, ticked } from '#lib/admin/form-fields.server.ts';
import { nextTurn } from '#live/next-turn.ts';
import { services } from '#live/services.ts';
import * as v from 'valibot';
import type { PageServerLoadEvent } from './$types.js';

export const load = accountLoad('administer', ({ today }, _: PageServerLoadEvent) => ({ today }));

const fields = { units: file, sites: file, validFrom: day, complete: ticked };

/** More than any province's list: 10,000 units are 0.6 MB. */
const largestFile = 5_000_000;

interface Form {
	readonly units: Uint8Array;
	readonly sites: Uint8Array;
	readonly validFrom: string;
	readonly complete: boolean;
}

/** Half a second and more for a large list, that nobody else waits for. */
async function read({ units, sites, validFrom, complete }: Form): Promise<ReadImport> {
	if (units.length > largestFile || sites.length > largestFile) throw new DataError('file-too-large', 'csv');
	if (!isDate(validFrom)) throw new DataError('time-invalid', validFrom);
	const asked: Parameters<typeof readImport>[1] = { files: { units, sites }, options: { validFrom, complete } };
	return services().work.run('planImport', asked);
}

interface Confirmed extends Form {
	/** of what was shown */
	readonly fingerprint: string;
	readonly accepted: boolean;
}

/** All of what was shown lies ready, a piece a turn of the loop; or it is refused. */
async function layReady(form: Confirmed) {
	const { faults, planned } = await read(form);
	if (!planned) throw new DataError('import-faulty', String(faults));
	const { fingerprint, suspicions, rows, counts, changes } = planned;
	if (fingerprint !== form.fingerprint) throw new DataError('import-changed', form.validFrom);
	if (suspicions > 0 && !form.accepted) throw new DataError('import-suspicious', String(suspicions));
	await nextTurn();
	const laid = new LaidRows(services().db, planWriting(rows));
	try {
		while (laid.layNext()) await nextTurn();
	} catch (error) {
		laid.close();
		throw error;
	}
	return { laid, counts, changes };
}

export const actions = {
	/** The dry run: every fault, or all that would change, packed as it came. */
	preview: preparedAction(
		'administer',
		v.object(fields),
		{ prepare: read },
		(_, { validFrom, complete }, { shown }) => {
			const detail = { validFrom, complete };
			return { action: 'preview-import', subject: '', detail, leavesPlans: true, answer: { shown } };
		},
	),
	/** All of what was shown, or nothing. */
	apply: preparedAction(
		'administer',
		v.object({ ...fields, fingerprint: v.pipe(v.string(), v.maxLength(64)), accepted: ticked }),
		{ prepare: layReady, outrun: 'import-changed', letGo: ({ laid }) => laid.close() },
		(_, { fingerprint, validFrom, complete }, { laid, counts, changes }) => {
			laid.write();
			const detail = { validFrom, complete, ...counts, changes, fingerprint };
			return { action: 'import-province', subject: '', detail, answer: { applied: counts } };
		},
	),
} satisfies GuardedActions;
