import { readerMark } from '#lib/meeting/papers/reader-mark.ts';
import { planWith } from '#test/support/meeting.ts';
import { expect, test } from 'vitest';

test('over each paper that is not public stands who reads it; over an earlier version, too', () => {
	const plan = planWith();
	const [first, second] = plan.papers;
	const papers = [{ ...first, label: 'public' }, second];
	const participant = (id: string) => plan.participants.find((each) => each.id === id);
	const room = { me: 'guest', live: { state: { plan: { ...plan, papers } }, participant } };
	const marks = [first?.versionId, second?.versionId, 'earlier'].map((id) => readerMark(room as never, id ?? null));
	const own = 'Hoàng Khách · UBND tỉnh Thanh Hóa';
	expect(marks).toEqual([undefined, own, own]);
});
