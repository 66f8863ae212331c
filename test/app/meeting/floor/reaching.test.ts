import type { Connection } from '#lib/live/connection.ts';
import { Reaching } from '#lib/meeting/floor/reaching.ts';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function reaching(may = true) {
	const told: unknown[] = [];
	const request = async (name: string, input: unknown) => void told.push([name, input]);
	const hand = new Reaching({ request } as unknown as Pick<Connection, 'request'>, () => may);
	const row = (id: string) => {
		const element = new EventTarget();
		const leave = hand.row(id)(element as Element);
		return { come: (how: 'pointerenter' | 'focusin') => element.dispatchEvent(new Event(how)), leave };
	};
	return { told, hand, row };
}
const reach = (...participantIds: string[]) => ['stage/reach', { participantIds }];

test('a hand that passes over rows rests on the last; who is reached for is told once, and again before it is forgotten', () => {
	const { told, hand, row } = reaching();
	for (const id of ['a', 'b', 'c']) {
		row(id).come('pointerenter');
		vi.advanceTimersByTime(60);
	}
	expect(told).toEqual([]);
	vi.advanceTimersByTime(40);
	expect(told).toEqual([reach('c')]);
	row('c').come('focusin');
	hand.reach(['b', 'c']);
	expect(told).toEqual([reach('c'), reach('b')]);
	vi.advanceTimersByTime(6_000);
	hand.reach(['c']);
	expect(told.at(-1)).toEqual(reach('c'));
	expect(told).toHaveLength(3);
});

test('who is first in an open list stays reached for, while the page is looked at', () => {
	vi.stubGlobal('document', { hidden: false });
	onTestFinished(() => void vi.unstubAllGlobals());
	const { told, hand } = reaching();
	const stop = hand.stay('a');
	vi.advanceTimersByTime(18_000);
	expect(told).toHaveLength(4);
	vi.stubGlobal('document', { hidden: true });
	vi.advanceTimersByTime(18_000);
	expect(told).toHaveLength(4);
	stop();
	vi.stubGlobal('document', { hidden: false });
	vi.advanceTimersByTime(18_000);
	expect(told).toHaveLength(4);
});

test('nothing is told by whom the floor is not to give, or after the end', () => {
	const other = reaching(false);
	other.hand.reach(['a']);
	const { told, hand, row } = reaching();
	const gone = row('b');
	gone.leave();
	gone.come('focusin');
	row('a').come('pointerenter');
	hand.close();
	vi.advanceTimersByTime(1_000);
	expect([...told, ...other.told]).toEqual([]);
});
