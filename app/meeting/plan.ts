import type { RuleSet } from './rule-set.ts';

/**
 * What was prepared before the meeting. It is copied into the journal when the meeting opens, and again when it is
 * revised while open, so that a later edit of people, units or files cannot change what a past meeting decided.
 */
export interface Plan {
	readonly meetingId: string;
	readonly title: string;
	/** ms since the epoch */
	readonly startsAt: number;
	readonly participants: readonly Participant[];
	/** in administrative order; journals written before there was a site wall have none */
	readonly areas?: readonly Area[];
	readonly agenda: readonly AgendaItem[];
	readonly papers: readonly Paper[];
	/** The body that decides; null: a meeting that only confers, in which all delegates and the chair may vote. */
	readonly body: Body | null;
}

export type Role = 'chair' | 'secretary' | 'operator' | 'delegate' | 'guest';

/** A person, or a site: a room that takes part as one participant through its terminal. */
export interface Participant {
	readonly id: string;
	readonly kind: 'person' | 'site';
	readonly name: string;
	/** position held, e.g. "Chủ tịch UBND huyện"; empty for a site */
	readonly position: string;
	readonly unitName: string;
	/** administrative code of the unit, by which participants are ordered */
	readonly unitCode: string;
	/** index into the plan's areas; none for somebody of no unit */
	readonly area?: number;
	/** the site where a person sits: seen through its camera when the person's own device sends none */
	readonly siteId: string | null;
	readonly roles: readonly Role[];
}

/** What sites are grouped by: a district with its communes, else the province with its departments and Party bodies. */
export interface Area {
	/** administrative code; empty where the unit has none that day */
	readonly code: string;
	readonly name: string;
}

export interface AgendaItem {
	readonly id: string;
	readonly parentId: string | null;
	/** as written before the title: "1", "2.1" */
	readonly number: string;
	/** empty to a reader for whom the item is closed */
	readonly title: string;
	readonly plannedMinutes: number | null;
	readonly presenterId: string | null;
	readonly access: 'open' | 'restricted' | 'closed';
}

/** 200 MiB, in bytes: what a paper may weigh. */
export const largestPaper = 200 * 1024 * 1024;

/** One version of a document: a newer version supersedes it under another `versionId`. */
export interface Paper {
	readonly documentId: string;
	readonly versionId: string;
	readonly itemId: string | null;
	readonly title: string;
	readonly fileName: string;
	/** null where the file's pages could not be counted */
	readonly pages: number | null;
	readonly label: 'public' | 'internal' | 'restricted';
	/** left out: everybody who sees its item may do everything with it, for good */
	readonly access?: PaperAccess;
	/** taken back: it stands in the list, and nobody reads it any more */
	readonly recalled?: { readonly at: number; readonly reason: string };
	/** taken out of the meeting: the same, and it may come back */
	readonly withdrawn?: { readonly at: number; readonly reason: string };
	/** as the paper bears them: its number, its day (`YYYY-MM-DD`), who issued it */
	readonly number?: string;
	readonly issuedOn?: string;
	readonly issuer?: string;
	/** of the file that the PDF was made of, which may be downloaded: its ending, as `docx` */
	readonly original?: string;
}

/** What may be done with a paper; each allows what those before it allow. Whoever has a file can print it. */
export const paperLevels = ['none', 'read', 'print', 'download'] as const;
export type PaperLevel = (typeof paperLevels)[number];

/** Among those who see its item: the highest that anything says holds. To a reader `everyone` says what they themselves may. */
export interface PaperAccess {
	readonly everyone: PaperLevel;
	/** a room counts as a delegate */
	readonly roles?: Readonly<Partial<Record<Role, PaperLevel>>>;
	/** by the participant's id; those of chosen units, with their rooms, among them */
	readonly participants?: Readonly<Record<string, PaperLevel>>;
	/** Read before that moment, in ms since the epoch; after it by those alone who handle the meeting's papers. */
	readonly until?: number;
}

export interface Body {
	readonly id: string;
	readonly name: string;
	readonly ruleSet: RuleSet;
	/** number of all seats: the base `all`, filled or not */
	readonly seats: number;
	/** members in term on the day; `personId` is the participant's id */
	readonly members: readonly { readonly personId: string; readonly name: string }[];
}

/** What follows from a plan, or from a dossier that was read, alone is made once for it: neither ever changes, a revision is another object. */
export function ofPlan<Made, Of extends object = Plan>(make: (plan: Of) => Made): (plan: Of) => Made {
	const known = new WeakMap<Of, { readonly made: Made }>();
	return (plan) => {
		const kept = known.get(plan) ?? { made: make(plan) };
		known.set(plan, kept);
		return kept.made;
	};
}

const participantsById = ofPlan(
	({ participants }) => new Map(participants.map((participant) => [participant.id, participant])),
);

export const getParticipant = ({ plan }: { readonly plan: Plan | null }, id: string): Participant | undefined =>
	plan ? participantsById(plan).get(id) : undefined;

/**
 * Who may see papers and minutes of an item: restricted excludes guests, closed leaves members and those who run the
 * meeting. The terminal of a site counts as a delegate: what is presented in a room of invited people is shown on its
 * screen. It never sees what is closed: it stays signed in for months with nobody at it, and nobody knows who sits in
 * the room. Members read that on devices of their own.
 */
export function maySee(plan: Participation, participantId: string, access: AgendaItem['access']): boolean {
	const { byId, members } = takingPart(plan);
	const participant = byId.get(participantId);
	if (!participant) return false;
	if (access === 'open') return true;
	const { kind, roles } = participant;
	const isOneOf = (wanted: readonly (Role | 'member' | 'room')[]) => roles.some((role) => wanted.includes(role));
	if (access === 'closed') return kind === 'person' && (isOneOf(seers.closed) || members.has(participantId));
	return kind === 'site' || isOneOf(seers.restricted);
}

/** As the table of rights shows it (rights.ts). */
export const seers = {
	restricted: ['chair', 'secretary', 'operator', 'delegate', 'room'],
	closed: ['chair', 'secretary', 'member'],
} as const;

/** By their id, of a plan or of a dossier. */
export const participantIn = (
	plan: Participation,
	id: string,
): Pick<Participant, 'id' | 'kind' | 'roles'> | undefined => takingPart(plan).byId.get(id);

/** What the rules of access look at; a dossier that is still being prepared has it as well as a plan. */
export interface Participation {
	readonly participants: readonly Pick<Participant, 'id' | 'kind' | 'roles'>[];
	readonly body: { readonly members: readonly { readonly personId: string }[] } | null;
}

/** Asked of each of hundreds whenever a plan is revised or a vote opened. */
const takingPart = ofPlan(({ participants, body }: Participation) => ({
	byId: new Map(participants.map((each) => [each.id, each])),
	members: new Set(body?.members.map(({ personId }) => personId)),
}));

export interface Agenda {
	readonly agenda: readonly Pick<AgendaItem, 'id' | 'access'>[];
}

/** What belongs to no item is open; what belongs to one that the agenda does not have (any more) is closed. */
export const accessOfItem = ({ agenda }: Agenda, itemId: string | null): AgendaItem['access'] =>
	itemId === null ? 'open' : (agenda.find((item) => item.id === itemId)?.access ?? 'closed');

/** By the access of its agenda item; a restricted label keeps it from guests in any case. */
export function accessOfPaper(plan: Agenda, { itemId, label }: Pick<Paper, 'itemId' | 'label'>): AgendaItem['access'] {
	const access = accessOfItem(plan, itemId);
	return access === 'open' && label === 'restricted' ? 'restricted' : access;
}
