import {
	accessOfPaper,
	maySee,
	paperLevels,
	participantIn,
	type Agenda,
	type Paper,
	type PaperLevel,
	type Participation,
} from './plan.ts';

/** What the rules look at: a paper of a plan as well as one of a dossier. */
export type RuledPaper = Pick<Paper, 'itemId' | 'label' | 'access' | 'recalled' | 'withdrawn'>;

/** Chair and secretary handle a meeting's papers: nothing that is chosen for a paper keeps it from them. */
const handles = ['chair', 'secretary'] as const;

/**
 * What somebody was let do with a paper; `none`: to them there is no such paper. Recalled, or past its day, it still stands in the
 * list of those who could read it: what may be done with it by now says `levelAt`.
 */
export function levelOf(plan: Participation & Agenda, participantId: string, paper: RuledPaper): PaperLevel {
	const participant = participantIn(plan, participantId);
	if (!participant || !maySee(plan, participantId, accessOfPaper(plan, paper))) return 'none';
	const { access } = paper;
	if (!access || handles.some((role) => participant.roles.includes(role))) return 'download';
	const roles = participant.kind === 'site' ? (['delegate'] as const) : participant.roles;
	const said = [access.everyone, access.participants?.[participantId], ...roles.map((role) => access.roles?.[role])];
	return paperLevels.findLast((level) => said.includes(level)) ?? 'none';
}

/** Recalled, or taken out of the meeting: shown to nobody, whoever handles the papers. */
export const isTakenBack = ({ recalled, withdrawn }: Pick<Paper, 'recalled' | 'withdrawn'>): boolean =>
	recalled !== undefined || withdrawn !== undefined;

/** Taken back, or past its day for whoever does not handle the papers: its title stays, its pages do not. */
const isShut = (paper: Pick<Paper, 'access' | 'recalled' | 'withdrawn'>, now: number): boolean =>
	isTakenBack(paper) || (paper.access?.until !== undefined && now >= paper.access.until);

/** What somebody may do with a paper at this moment: the one answer for the plan, the files, the search and the pages. */
export function levelAt(
	plan: Participation & Agenda,
	participantId: string,
	paper: RuledPaper,
	now: number,
): PaperLevel {
	const handling = participantIn(plan, participantId)?.roles.some((role) => handles.some((each) => each === role));
	if (handling ? isTakenBack(paper) : isShut(paper, now)) return 'none';
	return levelOf(plan, participantId, paper);
}

export const reaches = (level: PaperLevel, wanted: PaperLevel): boolean =>
	paperLevels.indexOf(level) >= paperLevels.indexOf(wanted);

const mayAs =
	(wanted: PaperLevel) =>
	(plan: Participation & Agenda, participantId: string, paper: RuledPaper, now: number): boolean =>
		reaches(levelAt(plan, participantId, paper, now), wanted);

export const mayReadPaper = mayAs('read');
export const mayPrintPaper = mayAs('print');
export const mayDownloadPaper = mayAs('download');
