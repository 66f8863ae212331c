import type { Database } from '#db/client.ts';
import { createMeeting } from '#db/meetings/meetings.ts';
import { createBody } from '#db/org/bodies.ts';
import { insertPerson } from '#db/org/people.ts';
import { changeUnits } from '#db/org/timeline.ts';
import { majorityOfAllMembers } from '#meeting/rule-set.ts';
import { randomUUID } from 'node:crypto';

export interface TestMeeting {
	readonly id: string;
	readonly chairId: string;
	readonly secretaryId: string;
	readonly delegateIds: readonly string[];
}

/** A meeting of a body whose members are the chair and the delegates, with the real rows of a real dossier. */
export function createTestMeeting(
	db: Database,
	{ delegates, startsAt = Date.now() }: { delegates: number; startsAt?: number },
): TestMeeting {
	const now = Date.now();
	const person = (name: string, position: string) => insertPerson(db, { name, position });
	const unitId = randomUUID();
	const after = { code: '', name: 'UBND tỉnh', level: 'province' as const, parentId: null };
	changeUnits(db, [{ id: unitId, before: null, after, isNew: true }], '2020-01-01');
	const chairId = person('Lê Văn Chủ', 'Chủ tịch');
	const secretaryId = person('Trần Thị Thư', 'Thư ký');
	const delegateIds = Array.from({ length: delegates }, (_, index) => person(`Đại biểu ${index + 1}`, 'Giám đốc sở'));
	const members = [chairId, ...delegateIds].map((personId) => ({
		personId,
		position: 'Ủy viên',
		validFrom: '2020-01-01',
	}));
	const ruleSet = majorityOfAllMembers;
	const bodyId = createBody(db, { unitId, name: 'UBND tỉnh', kind: 'ubnd', seats: members.length, ruleSet, members });
	const participants = [
		{ id: chairId, roles: ['chair' as const] },
		{ id: secretaryId, roles: ['secretary' as const] },
		...delegateIds.map((id) => ({ id, roles: ['delegate' as const] })),
	];
	const meeting = {
		title: 'Phiên họp thử',
		startsAt,
		plannedMinutes: 60,
		bodyId,
		participants,
		createdBy: secretaryId,
	};
	const id = createMeeting(db, { ...meeting, status: 'invited' }, now);
	return { id, chairId, secretaryId, delegateIds };
}
