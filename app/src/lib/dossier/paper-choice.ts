import type { ChosenAccess, ChosenReader } from '#db/documents/paper-access.ts';
import { toDayAndTime } from '#lib/i18n/dates.ts';
import { m } from '#lib/paraglide/messages.js';
import type { PaperLevel, Role } from '#meeting/plan.ts';
import * as v from 'valibot';
import type { Dossier } from './dossier.ts';

type Given = Exclude<PaperLevel, 'none'>;

const levelSchema = v.picklist(['download', 'print', 'read']);

/** What the form of a paper's access holds. */
export const paperChoiceSchema = v.object({
	/** for everybody who sees the item, or for those who are chosen alone */
	whom: v.picklist(['all', 'chosen']),
	/** what everybody may */
	level: levelSchema,
	readers: v.array(
		v.object({ kind: v.picklist(['role', 'unit', 'participant']), reader: v.string(), level: levelSchema }),
	),
	/** the last day, `YYYY-MM-DD`; empty: for good */
	until: v.string(),
});
export type PaperChoice = v.InferOutput<typeof paperChoiceSchema>;

export const choiceOf = ({ everyone, until, readers }: ChosenAccess): PaperChoice => ({
	whom: everyone === 'none' ? 'chosen' : 'all',
	level: everyone === 'none' ? 'read' : everyone,
	readers: [...readers],
	// What is kept is the moment at which that day has ended.
	until: until === null ? '' : toDayAndTime(until - 1).day,
});

/** As its fields are sent. */
export const sentChoice = ({ whom, level, readers, until }: PaperChoice): Record<string, string> => ({
	everyone: whom === 'all' ? level : 'none',
	readers: JSON.stringify(whom === 'all' ? [] : readers),
	until,
});

export const levelName: Readonly<Record<Given, () => string>> = {
	download: m.paper_level_download,
	print: m.paper_level_print,
	read: m.paper_level_read,
};

/** Chair and secretary need not be chosen: they handle the papers. */
const choosable = ['delegate', 'operator', 'guest'] as const satisfies readonly Role[];

const roleName: Readonly<Record<(typeof choosable)[number], () => string>> = {
	delegate: m.role_delegate,
	operator: m.role_operator,
	guest: m.role_guest,
};

/** What is asked about a paper. */
export type PaperDeed = 'details' | 'access' | 'receipts' | 'recall' | 'withdraw';

export interface Choosable {
	readonly kind: ChosenReader['kind'];
	readonly reader: string;
	readonly label: string;
}

/** Who can be chosen for a paper: roles, the units that take part, and everybody who does. */
export const choosableReaders = (
	{ participants }: Pick<Dossier, 'participants'>,
	units: readonly { readonly id: string; readonly name: string }[],
): Choosable[] => [
	...choosable.map((role) => ({
		kind: 'role' as const,
		reader: role,
		label: m.paper_reader_role({ name: roleName[role]() }),
	})),
	...units.map(({ id, name }) => ({ kind: 'unit' as const, reader: id, label: m.paper_reader_unit({ name }) })),
	...participants
		.filter(({ roles }) => !roles.some((role) => role === 'chair' || role === 'secretary'))
		.map(({ id, name, position }) => ({
			kind: 'participant' as const,
			reader: id,
			label: position ? `${name}, ${position}` : name,
		})),
];
