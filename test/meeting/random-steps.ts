import type { CommandInput, CommandName, SystemCommandInput, SystemCommandName } from '#meeting/commands.ts';
import { stageModes } from '#meeting/stage/state.ts';
import { choices } from '#meeting/vote/events.ts';
import type { Paper } from '#meeting/plan.ts';
import { delegateId, closedWord, nineOClock, plainMajority, planWith, planWithClosed } from '#test/support/meeting.ts';
import fc from 'fast-check';

/** What somebody asks, or what befalls the meeting. */
export type Step =
	| { readonly kind: 'asked'; readonly by: string; readonly name: CommandName; readonly input: unknown }
	| { readonly kind: 'befell'; readonly name: SystemCommandName; readonly input: unknown }
	/** ms */
	| { readonly kind: 'time-passes'; readonly ms: number };

const delegates = [1, 2, 3].map(delegateId);
const person = fc.constantFrom('chair', 'secretary', 'operator', 'guest', 'site', 'stranger', ...delegates);
const item = fc.constantFrom('item-1', 'item-2', 'item-3', 'item-4', 'item-9');
const version = fc.integer({ min: 1, max: 6 }).map((number) => `version-${number}`);
const vote = fc.constantFrom('vote-1', 'vote-2', 'vote-3');
const limit = fc.constantFrom(null, 10, 60);
const page = fc.integer({ min: 1, max: 4 });
const nothing = fc.constant({});
const flag = fc.boolean();

const rule = fc
	.record({ of: fc.constantFrom(...Object.values(rulesOfLaw)), mayChangeBallot: flag })
	.map(({ of, mayChangeBallot }) => ({ ...of, mayChangeBallot }));

/** What is said of the closed item carries a word of it, by which a leak is known. */
const titled = (text: string, itemId: string | null) => (itemId === 'item-4' ? `${text}: ${closedWord}` : text);

const openVote = fc
	.record({ voteId: vote, itemId: fc.option(item), secret: flag, rule: fc.option(rule), repeats: fc.option(vote) })
	.map(({ rule: given, repeats, ...input }) => ({
		...input,
		title: titled('Thông qua', input.itemId),
		...(given && { rule: given }),
		...(repeats !== null && { repeats }),
	}));

/** the `seq` of an event near the beginning: now and then of one that asked for the floor */
const request = fc.integer({ min: 1, max: 60 });

const inputs: { readonly [N in CommandName]: fc.Arbitrary<CommandInput<N>> } = {
	'start-meeting': nothing,
	'pause-meeting': fc.oneof(nothing, fc.record({ minutes: fc.constantFrom(1, 15) })),
	'resume-meeting': nothing,
	'end-meeting': nothing,
	'start-item': fc.record({ itemId: item }),
	'end-item': fc.record({ itemId: item }),
	'skip-item': fc.record({ itemId: item }),
	'request-floor': nothing,
	'withdraw-floor': nothing,
	'grant-floor': fc.record(
		{ participantId: person, limitSeconds: limit, answers: request },
		{ requiredKeys: ['participantId', 'limitSeconds'] },
	),
	'yield-floor': nothing,
	'revoke-floor': fc.record({ participantId: person, answers: request }, { requiredKeys: ['participantId'] }),
	'set-floor-limit': fc.record({ limitSeconds: limit }),
	'direct-stage': fc.record({ participantId: fc.option(person) }),
	'set-stage-mode': fc.record({ mode: fc.constantFrom(...stageModes) }),
	'set-stage-places': fc.record({ places: fc.integer({ min: 0, max: 6 }) }),
	'cue-stage': fc.record({ participantIds: fc.array(person, { maxLength: 4 }) }),
	'start-poll': fc.record({
		participantIds: fc.array(person, { minLength: 1, maxLength: 4 }),
		seconds: fc.constantFrom(3, 10),
	}),
	'stop-poll': nothing,
	'address-sites': nothing,
	announce: nothing,
	'end-address': fc.record({ participantId: person }),
	'take-sound': nothing,
	'leave-seat': nothing,
	'take-seat': nothing,
	'mark-presence': fc.record(
		{
			participantId: person,
			as: fc.constantFrom('here' as const, 'came' as const, 'left' as const, 'absent' as const),
			since: fc.nat(600_000).map((ms) => nineOClock + ms),
		},
		{ requiredKeys: ['participantId', 'as'] },
	),
	'share-content': nothing,
	'end-content': nothing,
	'present-document': fc.record({
		versionId: fc.oneof({ weight: 9, arbitrary: version }, fc.constant('version-9')),
		page,
	}),
	'turn-page': fc.record({ versionId: version, page }),
	'end-presenting': nothing,
	'hand-over-presenting': fc.record({ participantId: person }),
	'decline-presenting': fc.record({ participantId: person }),
	'open-vote': openVote,
	'cast-ballot': fc.record({ voteId: vote, choice: fc.constantFrom(...choices) }),
	'close-vote': fc.record({ voteId: vote }),
	'publish-vote': fc.record({ voteId: vote }),
	'cancel-vote': fc.record({ voteId: vote, reason: fc.constant('Nhầm nội dung') }),
	'write-note': fc
		.record({
			noteId: fc.constantFrom('note-1', 'note-2'),
			kind: fc.constantFrom('gist' as const, 'conclusion' as const, 'remark' as const),
			itemId: fc.option(item),
			speakerId: fc.option(person),
			text: fc.constantFrom('Đồng ý', 'Đề nghị bổ sung kinh phí'),
		})
		.map((note) => ({ ...note, text: titled(note.text, note.itemId) })),
	'remove-note': fc.record({ noteId: fc.constantFrom('note-1', 'note-2') }),
};

const revised = fc.constantFrom(
	planWithClosed(),
	planWithClosed({ delegates: 2, vacant: 2 }),
	planWithClosed({ ruleSet: null }),
	// The closed item and what hangs on it are gone.
	planWith(),
	planWithClosed({ delegates: 4, ruleSet: { ...plainMajority, mayChangeBallot: true } }),
);
/** The same with the chosen paper taken back, or open to all: what its readers hear grows and shrinks. */
const chosenAnew = fc.constantFrom<Partial<Paper>>(
	{},
	{ recalled: { at: nineOClock, reason: 'Nhầm bản' } },
	{ withdrawn: { at: nineOClock, reason: 'Sai số liệu' } },
	{ access: { everyone: 'none', roles: { operator: 'print' }, until: nineOClock + 60_000 } },
);
const planned = fc.tuple(revised, chosenAnew).map(([plan, change]) => ({
	...plan,
	papers: plan.papers.map((paper) => (paper.documentId === 'document-6' ? { ...paper, ...change } : paper)),
}));
const device = fc.record({
	deviceId: fc.constantFrom('tablet', 'phone', 'device-of-chair', 'device-of-site'),
	participantId: person,
});

const befalls: { readonly [N in SystemCommandName]: fc.Arbitrary<SystemCommandInput<N>> } = {
	'open-meeting': fc.record({ plan: planned }),
	'revise-plan': fc.record({ plan: planned }),
	'follow-papers': planned.map(({ papers }) => ({ papers })),
	'connect-device': device,
	'disconnect-device': device,
	'reach-floor-limit': nothing,
	'advance-poll': nothing,
	'content-stopped': fc.record({ deviceId: fc.constantFrom('device-of-chair', 'device-of-operator') }),
	'note-island': fc.record({
		nodeId: fc.constantFrom('one', 'other'),
		area: fc.constant(''),
		from: fc.integer({ min: 0, max: 20_000 }),
		to: fc.integer({ min: 20_000, max: 40_000 }),
	}),
};

/** The rarer what it takes to get on with a meeting is, the fewer sequences come far. */
const weights: Partial<Record<CommandName, number>> = {
	'end-meeting': 1,
	'present-document': 8,
	'decline-presenting': 12,
	'hand-over-presenting': 12,
	'pause-meeting': 1,
	'cast-ballot': 24,
	'open-vote': 8,
	'close-vote': 6,
	'publish-vote': 6,
	'request-floor': 8,
	'grant-floor': 8,
	'resume-meeting': 6,
};

const asked = (Object.keys(inputs) as CommandName[]).map((name) => ({
	weight: weights[name] ?? 4,
	arbitrary: fc
		.record({ by: fc.oneof(person, fc.constant('chair')), input: inputs[name] as fc.Arbitrary<unknown> })
		.map((step): Step => ({ kind: 'asked', name, ...step })),
}));

const befell = (Object.keys(befalls) as SystemCommandName[]).map((name) => ({
	// Most of its attempts find nobody whose time is up.
	weight: name === 'reach-floor-limit' ? 12 : 2,
	arbitrary: (befalls[name] as fc.Arbitrary<unknown>).map((input): Step => ({ kind: 'befell', name, input })),
}));

const timePasses = { weight: 8, arbitrary: fc.nat(90_000).map((ms): Step => ({ kind: 'time-passes', ms })) };

const step = fc.oneof(...asked, ...befell, timePasses);

/** A vote as it goes: opened, cast by some, mostly closed. Steps strewn at random seldom make one of several ballots. */
const round = fc
	.record({
		opening: fc
			.tuple(openVote, fc.constantFrom(null, 'item-4'))
			.map(([input, itemId]) => ({ ...input, itemId, title: titled('Thông qua', itemId) })),
		ballots: fc.array(fc.tuple(person, fc.constantFrom(...choices)), { minLength: 2, maxLength: 10 }),
		amid: step,
		closed: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, fc.constant(false)),
	})
	.map(({ opening, ballots, amid, closed }): readonly Step[] => {
		const { voteId } = opening;
		return [
			{ kind: 'asked', by: 'chair', name: 'open-vote', input: opening },
			...ballots.map(([by, choice]): Step => ({ kind: 'asked', by, name: 'cast-ballot', input: { voteId, choice } })),
			amid,
			...(closed ? [{ kind: 'asked', by: 'secretary', name: 'close-vote', input: { voteId } } as const] : []),
		];
	});

/** Somebody comes back to a device while they use another, and takes the sound over; speaks to all; leaves the room. */
const sounding = fc
	.record({
		by: fc.constantFrom('chair', 'operator', 'delegate-3'),
		address: fc.constantFrom('address-sites' as const, 'announce' as const),
		amid: step,
	})
	.map(({ by, address, amid }): readonly Step[] => {
		const own = { deviceId: `device-of-${by}`, participantId: by };
		const asks = (name: CommandName, input: object = {}): Step => ({ kind: 'asked', by, name, input });
		return [
			{ kind: 'befell', name: 'disconnect-device', input: own },
			{ kind: 'befell', name: 'connect-device', input: { deviceId: `second-of-${by}`, participantId: by } },
			{ kind: 'befell', name: 'connect-device', input: own },
			asks('take-sound'),
			asks(address),
			asks('leave-seat'),
			amid,
			asks('end-address', { participantId: by }),
			asks('take-seat'),
		];
	});

const anything = fc
	.array(
		fc.oneof(
			{ weight: 24, arbitrary: step.map((each) => [each]) },
			{ weight: 2, arbitrary: round },
			{ weight: 1, arbitrary: sounding },
		),
		{ minLength: 1, maxLength: 100, size: 'max' },
	)
	.map((parts) => parts.flat());

const people = ['chair', 'secretary', 'operator', ...delegates];
const begun: readonly Step[] = [
	{ kind: 'befell', name: 'open-meeting', input: { plan: planWithClosed() } },
	...people.map((participantId): Step => {
		const input = { deviceId: `device-of-${participantId}`, participantId };
		return { kind: 'befell', name: 'connect-device', input };
	}),
	{ kind: 'asked', by: 'chair', name: 'start-meeting', input: {} },
];

/** Mostly of a meeting that has begun, as most refusals before that are the same. */
export const steps: fc.Arbitrary<readonly Step[]> = fc.oneof(
	{ weight: 1, arbitrary: anything },
	{ weight: 7, arbitrary: anything.map((rest) => [...begun, ...rest]) },
);
import { rulesOfLaw } from '#meeting/rule-set.ts';
