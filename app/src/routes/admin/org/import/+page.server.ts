import type { Database } from '#db/client.ts';
import { DataError } from '#db/data-error.ts';
import { applyPlan } from '#db/org/apply-plan.ts';
import { describePlan } from '#db/org/import-preview.ts';
import { planImport } from '#db/org/importer.ts';
import { accountAction } from '#lib/server/act.ts';
import { accountLoad } from '#lib/server/guard.ts';
import { day, file, ticked } from '#lib/admin/form-fields.server.ts';
import * as v from 'valibot';
import type { Actions, PageServerLoadEvent } from './$types.js';

export const load = accountLoad('administer', ({ today }, _: PageServerLoadEvent) => ({ today }));

const fields = { units: file, sites: file, validFrom: day, complete: ticked };

/** More than any province's list: 10,000 units are 0.6 MB. */
const largestFile = 5_000_000;

function plan(db: Database, form: { units: Uint8Array; sites: Uint8Array; validFrom: string; complete: boolean }) {
	const { units, sites, ...options } = form;
	if (units.length > largestFile || sites.length > largestFile) throw new DataError('file-too-large', 'csv');
	return planImport(db, { units, sites }, options);
}

export const actions = {
	/** The dry run: every fault, or all that would change. */
	preview: accountAction('administer', v.object(fields), ({ db }, form) => {
		const planned = plan(db, form);
		const { validFrom, complete } = form;
		const answer =
			'errors' in planned
				? { faults: planned.errors, preview: null }
				: { faults: [], preview: describePlan(db, planned) };
		return { action: 'preview-import', subject: '', detail: { validFrom, complete }, leavesPlans: true, answer };
	}),
	/** All of what was shown, or nothing. */
	apply: accountAction(
		'administer',
		v.object({ ...fields, fingerprint: v.pipe(v.string(), v.maxLength(64)), accepted: ticked }),
		({ db }, { fingerprint, accepted, ...form }) => {
			const planned = plan(db, form);
			if ('errors' in planned) throw new DataError('import-faulty', String(planned.errors.length));
			const preview = describePlan(db, planned);
			if (preview.fingerprint !== fingerprint) throw new DataError('import-changed', form.validFrom);
			if (preview.suspicions.length > 0 && !accepted)
				throw new DataError('import-suspicious', String(preview.suspicions.length));
			applyPlan(db, planned);
			const { rows, lines } = preview;
			const detail = {
				validFrom: form.validFrom,
				complete: form.complete,
				...rows,
				changes: lines.length,
				fingerprint,
			};
			return { action: 'import-province', subject: '', detail, answer: { applied: rows } };
		},
	),
} satisfies Actions;
