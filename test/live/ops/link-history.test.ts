import { presencesOf } from '#test/support/presences.ts';
import { readLinkHistory } from '#db/links/links.ts';
import { Links } from '#live/media/links.ts';
import { LinkHistory } from '#live/ops/link-history.ts';
import { summariseLinks } from '#live/ops/summarise-links.ts';
import type { RunningMeeting } from '#live/running-meeting.ts';
import { meetingBefore } from '#meeting/state.ts';
import type { EndpointLink } from '#sfu/link/contract.ts';
import { createTestMeeting } from '#test/support/test-meeting.ts';
import { temporaryDatabase } from '#test/db/temporary-database.ts';
import { expect, onTestFinished, test } from 'vitest';

const start = Date.parse('2026-11-24T08:00:10+07:00');
const minute = Date.parse('2026-11-24T08:00:00+07:00');

const link = (endpointId: string, down: Partial<EndpointLink['down']> = {}, more: Partial<EndpointLink> = {}) => ({
	endpointId,
	protocol: 'udp' as const,
	down: { kbps: 1000, pps: 100, availableKbps: null, loss: 0, rttMs: 20, score: 10, ...down },
	up: { kbps: 0, loss: null, score: null, silent: [] },
	carrying: 'all' as const,
	...more,
});

function follow() {
	const db = temporaryDatabase();
	const { id, chairId } = createTestMeeting(db, { delegates: 0 });
	const links = new Links();
	const came = presencesOf({ [chairId]: { devices: ['a', 'b'] } });
	const meeting = { id, state: { ...meetingBefore, attendance: { came } } } as unknown as RunningMeeting;
	const clock = { now: start };
	const errors: unknown[] = [];
	const history = new LinkHistory(db, { error: (error: unknown) => void errors.push(error) }, () => clock.now);
	onTestFinished(() => history.close());
	history.follow({ meeting, links });
	return { db, id, links, history, clock, errors };
}

test('a minute has the worst grade and means of what was measured; strangers are left out', () => {
	const { db, id, links, history, clock } = follow();
	links.take([link('a'), link('stranger')]);
	links.take([link('a', { kbps: 500, loss: 0.09, rttMs: 61 }, { carrying: 'small', protocol: 'tcp' as never })]);
	links.take([link('a', { loss: null, rttMs: null, kbps: 0 })]);
	clock.now = start + 60_000;
	history.write();
	expect(readLinkHistory(db, id, 'a')).toEqual([
		{
			at: minute,
			grade: 'weak',
			carrying: 'small',
			protocol: 'udp',
			lossDown: 0.045,
			lossUp: null,
			rttMs: 41,
			kbpsDown: 500,
			kbpsUp: 0,
		},
	]);
	expect(readLinkHistory(db, id, 'stranger')).toEqual([]);
	links.take([link('a')]);
	clock.now = start + 120_000;
	history.write();
	history.write();
	expect(readLinkHistory(db, id, 'a').map(({ at }) => at)).toEqual([minute, minute + 60_000]);
	// When their hour is over they are packed, with nobody in a meeting, too.
	clock.now = start + 2 * 3_600_000;
	history.write();
	const rows = (table: string) => db.sqlite.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
	expect([rows('link_minutes'), rows('link_hours')]).toEqual([0, 1]);
	expect(readLinkHistory(db, id, 'a').map(({ at }) => at)).toEqual([minute, minute + 60_000]);
});

test('what cannot be written is logged and dropped, and the next minute is kept', () => {
	const { db, id, links, history, clock, errors } = follow();
	db.sqlite.exec('ALTER TABLE link_minutes RENAME TO elsewhere');
	links.take([link('a')]);
	history.write();
	expect(errors).toHaveLength(1);
	db.sqlite.exec('ALTER TABLE elsewhere RENAME TO link_minutes');
	clock.now = start + 60_000;
	links.take([link('a')]);
	history.write();
	expect(readLinkHistory(db, id, 'a')).toHaveLength(1);
});

test('links together: loss weighs by what is carried, and what is not known is not told as nothing', () => {
	const graded = [link('a', { kbps: 3000, loss: 0.02 }), link('b', { kbps: 1000, loss: 0.1, score: 4 })].map(
		(each) => ({
			grade: 'good' as const,
			link: each,
		}),
	);
	expect(summariseLinks(graded)).toMatchObject({
		grades: { good: 2, fair: 0, weak: 0 },
		protocols: { udp: 2, tcp: 0 },
		down: { pps: 200, kbps: 4000, loss: 0.04, score: { least: 4, median: 4 } },
		up: { kbps: 0, loss: null, score: null },
	});
	expect(summariseLinks([]).down).toEqual({ pps: 0, kbps: 0, loss: null, score: null });
});
