import type { RuleSet } from '#meeting/rule-set.ts';
import type { Choice, Vote, VoteResult } from '#meeting/vote/events.ts';
import { percentOf, resultSentence } from '#meeting/vote/result-text.ts';
import type { VoteRecord } from './minutes.ts';

const bases: Record<RuleSet['base'], string> = {
	all: 'tổng số thành viên',
	current: 'số thành viên đương nhiệm',
	present: 'số thành viên có mặt',
	cast: 'số phiếu đã bỏ',
};

const choices: Record<Choice, string> = {
	for: 'Tán thành',
	against: 'Không tán thành',
	abstain: 'Không biểu quyết',
};

/** A vote with the numbers stored with it. Of a secret vote never who took part, of a named one who voted how. */
export function recordVote(vote: Vote, votes: readonly Vote[], showsUnpublished: boolean): VoteRecord {
	const manner = vote.secret ? 'bỏ phiếu kín' : 'biểu quyết công khai';
	const repeated = vote.repeats === null ? undefined : votes.find((each) => each.id === vote.repeats);
	const lines = [
		`Hình thức: ${manner}${repeated ? ', tiến hành lại sau khi hủy cuộc biểu quyết trước' : ''}. Nguyên tắc thông qua: ${ruleText(vote.rule)}.`,
	];
	if (vote.phase === 'cancelled') lines.push(`Cuộc biểu quyết bị hủy. Lý do: ${vote.cancelledBecause ?? ''}`);
	else if (vote.phase === 'open') lines.push('Cuộc biểu quyết chưa kết thúc.');
	else if (!vote.result || (vote.phase === 'closed' && !showsUnpublished)) lines.push('Kết quả chưa được công bố.');
	else lines.push(...resultLines(vote, vote.result));
	return { kind: 'vote', at: vote.openedAt, title: vote.title, lines };
}

function ruleText({ base, fraction, comparison }: RuleSet): string {
	const share = `${fraction.numerator}/${fraction.denominator} ${bases[base]}`;
	return comparison === '>' ? `quá ${share}` : `ít nhất ${share}`;
}

function resultLines(vote: Vote, result: VoteResult): string[] {
	const share = (count: number) => `${count}/${result.base} (${percentOf(count, result.base, ',')}\u00A0%)`;
	const lines = [
		`Số thành viên được quyền biểu quyết: ${result.entitled}; có mặt: ${result.present}; số phiếu phát ra: ${result.issued}; thu về: ${result.returned}; hợp lệ: ${result.valid}; không hợp lệ: ${result.invalid}.`,
		`Kết quả: ${resultSentence(result)}; không tán thành: ${share(result.against)}; không biểu quyết: ${share(result.abstain)}; không bỏ phiếu: ${result.notVoted}.`,
	];
	if (result.tieDecidedBy === 'chair')
		lines.push('Hai bên ngang nhau: quyết định theo bên có ý kiến của người chủ trì.');
	if (result.tieDecidedBy === 'fails') lines.push('Hai bên ngang nhau.');
	lines.push(result.passed ? 'Nội dung được thông qua.' : 'Nội dung không được thông qua.');
	return vote.secret ? lines : [...lines, ...namedLines(vote)];
}

function namedLines({ ballots, entitled }: Vote): string[] {
	const named = (['for', 'against', 'abstain'] as const).map((choice) => ({
		says: choices[choice],
		names: entitled.filter(({ personId }) => ballots[personId] === choice).map(({ name }) => name),
	}));
	const silent = entitled.filter(({ personId }) => ballots[personId] === undefined).map(({ name }) => name);
	return [...named, { says: 'Không bỏ phiếu', names: silent }]
		.filter(({ names }) => names.length > 0)
		.map(({ says, names }) => `${says} (${names.length}): ${names.join(', ')}.`);
}
