import { requestFamilies, type FamilyName } from '#contract/requests.ts';
import type { Right } from '#meeting/rights.ts';
import type * as v from 'valibot';

/** Everything that a device in a meeting may ask. */
export const everyRequest = (Object.keys(requestFamilies) as FamilyName[]).flatMap((family) =>
	Object.entries(requestFamilies[family] as Record<string, { input: v.GenericSchema; right: Right }>).map(
		([name, request]) => ({ name, ...request }),
	),
);
