import { signIn } from '#db/auth/sign-in.ts';
import { endOfDay } from '#db/calendar.ts';
import { seedDemo } from '#db/demo/seed.ts';
import { filePath } from '#db/documents/file-store.ts';
import { listMeetings } from '#db/meetings/list-meetings.ts';
import { updateMeeting } from '#db/meetings/meetings.ts';
import { requireMeeting } from '#db/meetings/read-meeting.ts';
import { setStatus } from '#db/meetings/status.ts';
import { resolveSession } from '#db/auth/sessions.ts';
import { accounts as accountTable } from '#db/schema/auth.ts';
import { requirePlan } from '#test/support/require-plan.ts';
import { count, isNotNull } from 'drizzle-orm';
import { rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { now } from '../small-province.ts';
import { temporaryDatabase, temporaryFolder } from '../temporary-database.ts';

async function prepare() {
	const db = temporaryDatabase();
	const folder = temporaryFolder();
	const { accounts } = await seedDemo(db, folder, now);
	const enter = async (role: string, list = accounts) => {
		const account = list.find((each) => each.role === role);
		const signedIn = await signIn(db, { login: '', password: '', ...account, ip: null, userAgent: null, now });
		const session = 'token' in signedIn ? resolveSession(db, signedIn.token, now) : undefined;
		if (!session) throw new Error(`${role} cannot sign in`);
		return session;
	};
	return { db, folder, accounts, enter };
}

test('every role can sign in; each of the 186 rooms has a terminal', async () => {
	const { db, folder, accounts, enter } = await prepare();
	const roles = [
		'chair',
		'secretary',
		'operator',
		'delegate-province',
		'delegate-district',
		'delegate-commune',
		'administrator',
		'terminal',
	];
	expect([...new Set(accounts.map((account) => account.role))]).toEqual(roles);
	const given: Readonly<Record<string, readonly string[]>> = {
		administrator: ['administer'],
		chair: ['convene'],
		secretary: ['convene', 'keep-papers'],
		operator: ['operate'],
	};
	for (const role of roles)
		expect((await enter(role)).grants.map(({ kind }) => kind).sort(), role).toEqual(given[role] ?? []);
	expect(db.orm.select({ rows: count() }).from(accountTable).where(isNotNull(accountTable.siteId)).get()).toEqual({
		rows: 186,
	});
	expect(statSync(path.join(folder, 'demo-accounts.json')).mode & 0o777).toBe(0o600);
});

test('today has a session of the body with its papers; another comes, and a year of them is past', async () => {
	const { db, folder, enter } = await prepare();
	const chair = await enter('chair');
	const { today, coming, past } = listMeetings(db, chair.participantId, now);
	expect([today, coming, past.slice(0, 2)].map((list) => list.map((each) => `${each.status} ${each.title}`))).toEqual([
		['invited Phiên họp UBND tỉnh thường kỳ tháng 11 năm 2026'],
		['invited Hội nghị trực tuyến toàn tỉnh về chuyển đổi số'],
		['ended Phiên họp UBND tỉnh thường kỳ tháng 10 năm 2026', 'ended Phiên họp UBND tỉnh thường kỳ tháng 9 năm 2026'],
	]);
	expect(new Set(past.map(({ title }) => title)).size).toBe(13);
	const plan = requirePlan(db, today[0]?.id ?? '');
	const delegates = await Promise.all(
		['delegate-province', 'delegate-district', 'delegate-commune'].map((role) => enter(role)),
	);
	const members = plan.body?.members.map((member) => member.personId) ?? [];
	expect(members.sort()).toEqual([chair, ...delegates].map((each) => each.participantId).sort());
	expect(plan.body?.seats).toBe(4);
	expect(plan.agenda.length).toBe(4);
	expect(plan.participants.filter((each) => each.kind === 'person').length).toBe(6);
	expect(plan.participants.filter((each) => each.kind === 'site').map((each) => each.unitCode)).toEqual([
		'38.SKHCN',
		'38.VPUB',
		'14902',
		'15499',
	]);
	expect(plan.participants.some((each) => each.id === (delegates[0]?.participantId ?? ''))).toBe(true);
	expect(plan.papers.map((paper) => paper.fileName)).toEqual([
		'ke-hoach-177-ubnd-ca-mau.docx',
		'ke-hoach-272-ubnd-thanh-hoa.docx',
		'quyet-dinh-5447-ubnd-thanh-hoa.docx',
		'bao-cao-215-ban-quet.pdf',
	]);
	expect(plan.papers.at(-1)?.pages).toBe(120);
	for (const { current } of requireMeeting(db, plan.meetingId).documents) {
		expect(statSync(filePath(folder, current.sha256)).size).toBe(current.size);
	}
	expect(requirePlan(db, coming[0]?.id ?? '').participants.filter((each) => each.kind === 'site').length).toBe(186);
});

test('a meeting before July 2025 keeps the districts of its day', async () => {
	const { db, enter } = await prepare();
	const chair = await enter('chair');
	const old = listMeetings(db, chair.participantId, now).past.at(-1);
	const { participants, unitIds } = requireMeeting(db, old?.id ?? '');
	expect(unitIds).toHaveLength(1 + 27);
	expect(participants.find(({ name }) => name === 'Nguyễn Bá Sơn')?.unitName).toBe('UBND huyện Thọ Xuân');
	expect(participants.filter(({ kind }) => kind === 'site').map(({ name }) => name)).toContain(
		'Điểm cầu UBND huyện Thọ Xuân',
	);
});

test('a later start keeps accounts and meeting, and adds a meeting where today has none left', async () => {
	const { db, folder, accounts, enter } = await prepare();
	const chair = await enter('chair');
	const today = (at: number) => listMeetings(db, chair.participantId, at).today.map((each) => each.status);
	expect((await seedDemo(db, folder, now + 60_000)).accounts).toEqual(accounts);
	expect(today(now)).toEqual(['invited']);
	const id = listMeetings(db, chair.participantId, now).today[0]?.id ?? '';
	setStatus(db, id, 'live', now);
	setStatus(db, id, 'ended', now);
	await seedDemo(db, folder, now + 60_000);
	expect(today(now).sort()).toEqual(['ended', 'invited']);
	const tomorrow = now + 24 * 3_600_000;
	await seedDemo(db, folder, tomorrow);
	expect(today(tomorrow)).toEqual(['invited']);
	// Ten minutes before midnight the one that was put off until after it is what the evening has.
	const midnight = endOfDay(tomorrow);
	updateMeeting(db, listMeetings(db, chair.participantId, tomorrow).today[0]?.id ?? '', {
		startsAt: midnight + 300_000,
	});
	await seedDemo(db, folder, midnight - 600_000);
	expect(today(midnight - 600_000)).toEqual([]);
});

test('when the file of passwords is lost, new ones are set', async () => {
	const { db, folder, accounts, enter } = await prepare();
	rmSync(path.join(folder, 'demo-accounts.json'));
	const again = (await seedDemo(db, folder, now)).accounts;
	expect(again.map((account) => account.login)).toEqual(accounts.map((account) => account.login));
	expect((await enter('chair', again)).name).toBe('Lê Quang Hòa');
	await expect(enter('chair', accounts)).rejects.toThrow('chair cannot sign in');
});
