import type { BodyDetails } from '#db/org/bodies.ts';
import { ruleSetSchema } from '#meeting/rule-set.ts';
import * as v from 'valibot';
import { id, text, whole } from './form-fields.server.ts';

/** `ruleSet` is JSON of a `RuleSet`. */
export const bodyFields = {
	name: v.pipe(v.string(), v.maxLength(2000)),
	unitId: id,
	kind: v.picklist(['ubnd', 'hdnd', 'board', 'other']),
	seats: whole,
	ruleSet: v.pipe(text, v.parseJson(), ruleSetSchema),
};

/** A body as the audit keeps it. */
export function bodyDetail({ name, unitId, kind, seats, ruleSet }: BodyDetails) {
	return { name, unitId, kind, seats, ruleSet: JSON.stringify(ruleSet) };
}
