import type * as v from 'valibot';

interface Described {
	readonly type: string;
	readonly entries?: Readonly<Record<string, v.GenericSchema>>;
	readonly options?: readonly unknown[];
	readonly item?: v.GenericSchema;
	readonly pipe?: readonly { readonly type: string; readonly requirement?: unknown }[];
}

/** Something that a schema takes, as far as its structure tells: what is only checked by a function may still refuse it. */
export function sampleOf(schema: v.GenericSchema): unknown {
	const { type, entries = {}, options = [], item, pipe = [] } = schema as unknown as Described;
	const least = (kind: string) => pipe.find((each) => each.type === kind)?.requirement ?? 0;
	switch (type) {
		case 'object':
		case 'strict_object':
			return Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, sampleOf(entry)]));
		case 'picklist':
			return options[0];
		case 'nullable':
			return null;
		case 'optional':
			return undefined;
		case 'array':
			return Array.from({ length: Number(least('min_length')) }, () => item && sampleOf(item));
		case 'boolean':
			return false;
		case 'number':
			return Number(least('min_value'));
		case 'string':
			return 'sample';
		default:
			return {};
	}
}
