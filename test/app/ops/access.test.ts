import type { Session } from '#db/auth/sessions.ts';
import { recordLinkMinutes } from '#db/links/links.ts';
import { createMeeting } from '#db/meetings/meetings.ts';
import { insertPerson } from '#db/org/people.ts';
import { isHttpError } from '@sveltejs/kit';
import { globSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { eventOf, startAdministration } from '../admin/administration.ts';

const routes = path.resolve(import.meta.dirname, '../../../app/src/routes/ops');
const files = globSync('**/+*server.ts', { cwd: routes });

type Handler = (event: ReturnType<typeof eventOf>) => unknown;

/** A meeting with an operator, and what each of its people get from every page and endpoint of the operations. */
async function startOps() {
	const { db, chairId, delegateId, admin, delegate } = await startAdministration();
	const operatorId = insertPerson(db, { name: 'Trịnh Đức Anh', position: 'Kỹ thuật viên' });
	const meetingOf = (operator: boolean) =>
		createMeeting(
			db,
			{
				title: 'Phiên họp thử',
				startsAt: Date.now(),
				plannedMinutes: 60,
				bodyId: null,
				participants: [
					{ id: chairId, roles: ['chair'] },
					{ id: delegateId, roles: ['delegate'] },
					...(operator ? [{ id: operatorId, roles: ['operator' as const] }] : []),
				],
				createdBy: chairId,
				status: 'invited',
			},
			Date.now(),
		);
	const [id, foreign] = [meetingOf(true), meetingOf(false)];
	const as = (personId: string): Session => ({ ...delegate, personId, participantId: personId, accountId: personId });
	const statusOf = async (file: string, session: Session, meetingId = id) => {
		const module = (await import(path.join(routes, file))) as { load?: Handler; GET?: Handler };
		try {
			const answer = await (module.load ?? module.GET)?.(eventOf(session, {}, { params: { id: meetingId } }));
			return answer instanceof Response ? answer.status : 200;
		} catch (thrown) {
			return isHttpError(thrown) ? thrown.status : thrown;
		}
	};
	return { db, id, foreign, admin, operator: as(operatorId), chair: as(chairId), delegate: as(delegateId), statusOf };
}

describe('operations', () => {
	test('have pages and endpoints, each of which is tried below', () => {
		expect(files.length).toBeGreaterThanOrEqual(4);
	});

	test.each(files)('%s is for administrators, the chair and operators', async (file) => {
		const { admin, operator, chair, delegate, foreign, statusOf } = await startOps();
		for (const session of [admin, operator, chair]) expect(await statusOf(file, session)).toBe(200);
		expect(await statusOf(file, delegate)).toBe(403);
		if (file.includes('[id]')) expect(await statusOf(file, operator, foreign)).toBe(403);
	});

	test('list past meetings for those who ran them', async () => {
		const { db, id, admin, operator, chair, delegate } = await startOps();
		const link = { grade: 'good', carrying: 'all', protocol: 'udp', lossDown: 0, lossUp: null, rttMs: 9 } as const;
		const of = { meetingId: id, deviceId: 'a-device', participantId: operator.participantId, at: 0 };
		recordLinkMinutes(db, [{ ...link, ...of, kbpsDown: 900, kbpsUp: 0 }]);
		const { load } = (await import(path.join(routes, 'meetings/+page.server.ts'))) as { load: Handler };
		for (const session of [admin, operator, chair])
			expect(load(eventOf(session))).toMatchObject({ running: [], past: [{ id }] });
		expect(() => load(eventOf(delegate))).toThrow();
	});

	test('a page that asks too often is held back, and only that one', async () => {
		const { operator, chair, statusOf } = await startOps();
		const file = 'meetings/[id]/figures/+server.ts';
		const answers = await Promise.all(Array.from({ length: 151 }, () => statusOf(file, operator)));
		expect(answers.filter((status) => status === 200)).toHaveLength(150);
		expect(answers.at(-1)).toBe(429);
		expect(await statusOf(file, chair)).toBe(200);
	});
});
