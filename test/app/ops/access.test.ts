import { listAudit } from '#db/audit/audit.ts';
import type { Session } from '#db/auth/sessions.ts';
import { recordLinkMinutes } from '#db/links/links.ts';
import { createMeeting } from '#db/meetings/meetings.ts';
import { chosenNodes } from '#db/nodes/choices.ts';
import { addNode, revokeNode } from '#db/nodes/nodes.ts';
import { insertPerson } from '#db/org/people.ts';
import { isHttpError } from '@sveltejs/kit';
import { globSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { actions } from '../../../app/src/routes/ops/meetings/[id]/+page.server.ts';
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

	test('an operator moves a site to another media node for one meeting, and back; what the chair asks is refused', async () => {
		const { db, chairId, delegateId, admin, delegate, placedAnew } = await startAdministration();
		const meetingOf = (role: 'operator' | 'chair') => {
			const participants = [
				{ id: delegateId, roles: [role] },
				{ id: chairId, roles: [role === 'chair' ? ('delegate' as const) : ('chair' as const)] },
			];
			const plan = { title: 'Phiên họp thử', startsAt: Date.now(), plannedMinutes: 60, bodyId: null, participants };
			return createMeeting(db, { ...plan, createdBy: chairId, status: 'invited' }, Date.now());
		};
		const [id, chaired] = [meetingOf('operator'), meetingOf('chair')];
		addNode(db, { id: 'huyen-1', title: '', unitId: null, tokenHash: 'x' }, Date.now());
		const move = (nodeId: string, { session = delegate, meetingId = id, participantId = chairId } = {}) =>
			actions.moveSite(eventOf(session, { participantId, nodeId }, { params: { id: meetingId } }));
		const chosen = () => [...chosenNodes(db, id)];
		const refused = (code: string, status: number) => ({ status, data: { code } });

		expect(await move('huyen-1')).toEqual({ done: true });
		expect([chosen(), placedAnew]).toEqual([[[chairId, 'huyen-1']], [[id, [chairId]]]]);
		expect(await move('local', { session: admin })).toEqual({ done: true });
		expect(chosen()).toEqual([[chairId, 'local']]);
		expect(await move('huyen-1', { meetingId: chaired })).toMatchObject(refused('not-allowed', 403));
		expect(await move('huyen-1', { participantId: 'nobody' })).toMatchObject(refused('not-found', 404));
		revokeNode(db, 'huyen-1', Date.now());
		expect(await move('huyen-1')).toMatchObject(refused('not-found', 404));
		expect(await move('')).toEqual({ done: true });
		expect([chosen(), chosenNodes(db, chaired).size]).toEqual([[], 0]);
		expect(await actions.callHome(eventOf(delegate, {}, { params: { id } }))).toEqual({ done: true });
		expect(placedAnew.at(-1)).toEqual([id, undefined]);
		expect(listAudit(db).map(({ action, detail }) => [action, detail])).toEqual([
			['call-sites-home', {}],
			['choose-media-node', { participantId: chairId, nodeId: null }],
			['choose-media-node', { participantId: chairId, nodeId: 'local' }],
			['choose-media-node', { participantId: chairId, nodeId: 'huyen-1' }],
		]);
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
