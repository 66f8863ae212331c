import { presencesOf } from '#test/support/presences.ts';
import type { ParticipantLink } from '#contract/links.ts';
import { LinkLookers } from '#live/gateway/link-lookers.ts';
import type { GradedLink } from '#live/media/links.ts';
import { meetingBefore, type MeetingState } from '#meeting/state.ts';
import { expect, onTestFinished, test, vi } from 'vitest';

const graded = (grade: GradedLink['grade'], carrying: 'sound' | 'small' | 'all' = 'all') =>
	({ grade, link: { carrying } }) as GradedLink;
const there = (...devices: string[]) => ({ lastLeftAt: null, devices, soundRank: 1, stretches: [], word: null });

function look() {
	vi.useFakeTimers();
	onTestFinished(() => void vi.useRealTimers());
	const links = new Map<string, GradedLink>();
	const participants = [
		{ id: 'operator', roles: ['operator'] },
		{ id: 'site', roles: [] },
	];
	const state = {
		...meetingBefore,
		plan: { participants },
		attendance: { came: presencesOf({ operator: there('desk'), site: there('terminal', 'tablet') }) },
	} as unknown as MeetingState;
	const told: [string, readonly ParticipantLink[]][] = [];
	const lookers = new LinkLookers({
		state: () => state,
		linkOf: (deviceId) => links.get(deviceId),
		tell: (deviceId, news) => void told.push([deviceId, news]),
	});
	onTestFinished(() => lookers.close());
	return { links, participants, told, lookers };
}

test('who looks is told all, then every two seconds what has changed, one message for all', () => {
	const { links, told, lookers } = look();
	links.set('terminal', graded('good'));
	links.set('tablet', graded('fair', 'small'));
	expect(lookers.request({ id: 'desk', participantId: 'operator' }, 'links/open')).toBeNull();
	expect(told.splice(0)).toEqual([
		[
			'desk',
			[
				{ participantId: 'operator', grade: null, carrying: null },
				{ participantId: 'site', grade: 'fair', carrying: 'small' },
			],
		],
	]);
	vi.advanceTimersByTime(10_000);
	expect(told).toEqual([]);
	links.set('terminal', graded('weak', 'sound'));
	links.set('desk', graded('good'));
	vi.advanceTimersByTime(2_000);
	expect(told.splice(0).map(([to, news]) => [to, news.map(({ grade }) => grade)])).toEqual([
		['desk', ['good', 'weak']],
	]);
	lookers.request({ id: 'desk', participantId: 'operator' }, 'links/close');
	links.clear();
	vi.advanceTimersByTime(10_000);
	expect(told).toEqual([]);
	expect(vi.getTimerCount()).toBe(0);
});

test('who leaves, or is no operator any more, is told nothing more', () => {
	const { links, participants, told, lookers } = look();
	lookers.request({ id: 'desk', participantId: 'operator' }, 'links/open');
	participants[0]?.roles.pop();
	told.length = 0;
	links.set('terminal', graded('weak'));
	vi.advanceTimersByTime(4_000);
	expect(told).toEqual([]);
	expect(vi.getTimerCount()).toBe(0);
});
