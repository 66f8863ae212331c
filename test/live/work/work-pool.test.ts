import { openDatabase } from '#db/client.ts';
import { recordLinkMinutes } from '#db/links/links.ts';
import { WorkPool } from '#live/work-pool.ts';
import { planWriting } from '#db/org/apply-plan.ts';
import { writeAtOnce } from '#db/org/laid-rows.ts';
import type { readImport, ReadImport } from '#db/org/read-import.ts';
import { listUnits } from '#db/org/units.ts';
import { createTestMeeting } from '#test/support/test-meeting.ts';
import path from 'node:path';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../../db/temporary-database.ts';

const log = pino({ level: 'silent' });
const unruly = new URL('./unruly-tasks.ts', import.meta.url);
const refusal = (code: string) => expect.objectContaining({ code });

function open(ports: Partial<ConstructorParameters<typeof WorkPool>[0]> = {}): WorkPool {
	const pool = new WorkPool({ tasks: unruly, databaseFile: '', log, ...ports });
	onTestFinished(() => pool.close());
	return pool;
}

test.each(['die', 'fail', 'grow'] as const)(
	'of a thread that should %s one task is lost, and nothing else',
	async (how) => {
		const pool = open({ memory: 32 });
		await expect(pool.run('drawMinutes', how)).rejects.toEqual(refusal('work-failed'));
		expect(await pool.run('drawMinutes', 'answer')).toBe('answered');
	},
);

test('what hangs is given up, and its thread with it', async () => {
	const pool = open({ longest: 1_000 });
	const hanging = Array.from({ length: 4 }, () => pool.run('drawMinutes', 'hang'));
	for (const each of hanging) await expect(each).rejects.toEqual(refusal('work-failed'));
	expect(await open().run('drawMinutes', 'answer')).toBe('answered');
});

test('beyond those that work and those that wait one is refused at once', async () => {
	const pool = open({ longest: 200, mostWaiting: 3 });
	const asked = await Promise.allSettled(Array.from({ length: 9 }, () => pool.run('drawMinutes', 'hang')));
	const codes = asked.map((each) => (each.status === 'rejected' ? (each.reason as { code: string }).code : ''));
	expect(codes).toEqual([...Array<string>(5).fill('work-failed'), ...Array<string>(4).fill('too-busy')]);
});

test('links are added up by a thread that reads the database for itself', async () => {
	const databaseFile = path.join(temporaryFolder(), 'db.sqlite');
	const db = openDatabase(databaseFile);
	onTestFinished(() => db.close());
	const { id: meetingId, chairId } = createTestMeeting(db, { delegates: 1 });
	const link = { grade: 'weak', carrying: 'sound', protocol: 'udp', lossDown: 0.1, lossUp: null, rttMs: 9 } as const;
	recordLinkMinutes(db, [
		{ ...link, kbpsDown: 10, kbpsUp: 20, at: 60_000, meetingId, deviceId: 'device', participantId: chairId },
	]);
	const pool = open({ tasks: new URL('../../../app/work/tasks.ts', import.meta.url), databaseFile });
	expect(await pool.run('addUpLinks', meetingId)).toMatchObject({
		grades: [{ at: 60_000, weak: 1 }],
		summary: [{ deviceId: 'device', weakMinutes: 1 }],
	});
});

test('an import is planned by a thread, which writes nothing, and written as it was planned', async () => {
	const databaseFile = path.join(temporaryFolder(), 'db.sqlite');
	const db = openDatabase(databaseFile);
	onTestFinished(() => db.close());
	const pool = open({ tasks: new URL('../../../app/work/tasks.ts', import.meta.url), databaseFile });
	const asked: Parameters<typeof readImport>[1] = {
		files: {
			units: 'code,name,level,parent_code\n1,Tỉnh,province,\n2,Xã,commune,1\n',
			sites: 'code,name,unit_code\n2,Phòng,2\n',
		},
		options: { validFrom: '2025-07-01', complete: true },
	};
	const { planned } = await pool.run<ReadImport>('planImport', asked);
	expect(planned).toMatchObject({ counts: { units: 2, sites: 1 }, changes: 3, suspicions: 0 });
	expect(listUnits(db, '2025-07-01')).toEqual([]);
	if (planned) db.sqlite.transaction(() => writeAtOnce(db, planWriting(planned.rows)))();
	expect(listUnits(db, '2025-07-01').map(({ name }) => name)).toEqual(['Tỉnh', 'Xã']);
});
