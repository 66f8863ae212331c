import { readDecrypter, makeKey } from '#db/backup/keys.ts';
import { makeBackup } from '#db/backup/make-backup.ts';
import { restoreBackup } from '#db/backup/restore-backup.ts';
import { openDatabase, type Database } from '#db/client.ts';
import { claim, databaseFile } from '#db/data-dir.ts';
import { addDocument } from '#db/documents/documents.ts';
import { filePath, storeFile } from '#db/documents/file-store.ts';
import { heldFolder } from '#db/documents/held-papers.ts';
import { verifyMeetings } from '#db/journal/verify-meeting.ts';
import { openToRead, OperatorError } from '#db/operator.ts';
import { holdMeeting } from '#test/support/held-meeting.ts';
import { createTestMeeting } from '#test/support/test-meeting.ts';
import { goldenFile } from '#test/golden/golden.ts';
import { Encrypter } from 'age-encryption';
import BetterSqlite3 from 'better-sqlite3';
import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import process from 'node:process';
import { pack as tarPack } from 'tar-stream';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { temporaryFolder } from '../temporary-database.ts';

const now = Date.UTC(2026, 10, 25, 21, 30);
const never = new AbortController().signal;

let dataDir: string;
let backups: string;
let keys: string;
let recipient: string;
let db: Database;

const papers = () => db.sqlite.prepare<[], string>('SELECT sha256 FROM files ORDER BY sha256').pluck().all();

async function addPaper(meetingId: string, size: number): Promise<void> {
	const file = await storeFile(dataDir, Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(size)]));
	addDocument(db, { meetingId, title: 'Tờ trình', label: 'internal', file, fileName: 'a.pdf', uploadedBy: null }, now);
}

beforeEach(async () => {
	[dataDir, backups, keys] = [temporaryFolder(), temporaryFolder(), temporaryFolder()];
	recipient = await makeKey(path.join(keys, 'key'), now);
	db = openDatabase(databaseFile(dataDir));
	onTestFinished(() => db.close());
	await holdMeeting(db);
	const { id } = createTestMeeting(db, { delegates: 1 });
	await addPaper(id, 300_000);
	await addPaper(id, 20);
	mkdirSync(heldFolder(dataDir));
	writeFileSync(path.join(heldFolder(dataDir), 'kept-apart'), 'what may be a state secret goes into no back-up');
});

const back = (more: Partial<Parameters<typeof makeBackup>[0]> = {}) =>
	makeBackup({ dataDir, into: backups, recipients: [recipient], now, signal: never, ...more });

const restore = async (
	file: string,
	{ key = 'key', into = path.join(temporaryFolder(), 'new'), withFaults = false } = {},
) => {
	const decrypter = await readDecrypter(path.join(keys, key));
	return { into, ...(await restoreBackup({ file, into, decrypter, withFaults })) };
};

test('what was backed up is restored: the database, its journals, its files, for their owner only', async () => {
	const made = await back();
	expect(made).toMatchObject({ files: 2, lost: [], file: path.join(backups, 'nhip-cau-20261125T213000Z.tar.age') });
	expect(readdirSync(backups)).toEqual(['nhip-cau-20261125T213000Z.tar.age']);
	expect(readdirSync(dataDir)).not.toContain('backup.part');
	const { into, journals, faults } = await restore(made.file);
	expect({ journals, faults }).toEqual({ journals: 1, faults: [] });
	expect(readdirSync(into).sort()).toEqual(['files', 'nhip-cau.sqlite']);
	for (const sha256 of papers())
		expect(readFileSync(filePath(into, sha256)).equals(readFileSync(filePath(dataDir, sha256)))).toBe(true);
	const restored = openToRead(into);
	const journal = 'SELECT * FROM journal ORDER BY 1, 2';
	expect(restored.sqlite.prepare(journal).all()).toEqual(db.sqlite.prepare(journal).all());
	restored.close();
});

test('a back-up made while the server writes is of one moment, and fits', async () => {
	const write = db.sqlite.prepare("INSERT INTO audit (at, action, subject, detail) VALUES (1, 'x', ?, '{}')");
	const big = 'x'.repeat(3_000);
	db.sqlite.transaction(() => {
		for (let row = 0; row < 3_000; row += 1) write.run(big);
	})();
	let writes = 0;
	const busy = setInterval(() => {
		write.run(big);
		writes += 1;
	}, 10);
	const meeting = holdMeeting(db);
	const made = await back().finally(() => clearInterval(busy));
	await meeting;
	expect(writes).toBeGreaterThan(0);
	const { into, faults } = await restore(made.file);
	expect(faults).toEqual([]);
	const restored = openToRead(into);
	const rows = restored.sqlite.prepare<[], number>('SELECT count(*) FROM audit').pluck().get() ?? 0;
	restored.close();
	expect(rows).toBeGreaterThanOrEqual(3_000);
	expect(rows).toBeLessThanOrEqual(3_000 + writes);
});

test('a back-up that was changed is refused, and nothing of it stays', async () => {
	const { file } = await back();
	const whole = readFileSync(file);
	const header = whole.indexOf('\n', whole.indexOf('\n---') + 1) + 1;
	const part = 65_536 + 16;
	const changes: Readonly<Record<string, (changed: string) => void>> = {
		'a byte in the middle': (changed) => flip(changed, 0.5),
		'a byte of the last part': (changed) => flip(changed, 0.999),
		'a byte of the header': (changed) => flip(changed, 0.0002),
		'the end cut off': (changed) => truncateSync(changed, whole.length - 70_000),
		'cut off between two parts': (changed) => truncateSync(changed, header + 16 + 3 * part),
		'something else': (changed) => writeFileSync(changed, 'not a back-up'),
	};
	const into = temporaryFolder();
	for (const [what, change] of Object.entries(changes)) {
		const changed = path.join(keys, 'changed');
		writeFileSync(changed, whole);
		change(changed);
		await expect(restore(changed, { into }), what).rejects.toThrow(/has been changed/);
		expect(readdirSync(into), what).toEqual([]);
	}
});

function flip(file: string, where: number): void {
	const bytes = readFileSync(file);
	const at = Math.floor(bytes.length * where);
	bytes[at] = (bytes[at] ?? 0) ^ 1;
	writeFileSync(file, bytes);
}

test('another key does not open it, and both of two recipients do', async () => {
	const second = await makeKey(path.join(keys, 'second'), now);
	await makeKey(path.join(keys, 'stranger'), now);
	const { file } = await back({ recipients: [recipient, second] });
	const refused = restore(file, { key: 'stranger' });
	await expect(refused).rejects.toThrow(OperatorError);
	await expect(refused).rejects.toThrow(`The key does not fit: ${file} was encrypted for another one.`);
	await restore(file, { key: 'second' });
	await expect(back({ recipients: [] })).rejects.toThrow(/set BACKUP_RECIPIENTS/);
	await expect(back({ recipients: ['age1nonsense'] })).rejects.toThrow(/age1nonsense is no public key/);
});

test('no back-up is written where the next one clears away', async () => {
	const inTheWay = path.join(dataDir, 'backup.part', 'mine');
	await expect(back({ into: inTheWay })).rejects.toThrow(/is emptied by each back-up/);
});

test('a back-up whose manifest is of a later version, or of none, is refused by its own sentence', async () => {
	const into = temporaryFolder();
	const cases = [
		[{ format: 2 }, /is of a newer version: restore it with that version/],
		[undefined, /its end is missing/],
		[{ format: 1 }, /is not whole, or has been changed/],
	] as const;
	for (const [manifest, why] of cases) {
		const pack = tarPack();
		if (manifest) pack.entry({ name: 'manifest.json' }, JSON.stringify(manifest));
		pack.finalize();
		const encrypter = new Encrypter();
		encrypter.addRecipient(recipient);
		const file = path.join(keys, 'made');
		writeFileSync(file, await encrypter.encrypt(await buffer(pack as AsyncIterable<Buffer>)));
		await expect(restore(file, { into })).rejects.toThrow(why);
		expect(readdirSync(into)).toEqual([]);
	}
});

test('nothing is restored over what is there', async () => {
	const { file } = await back();
	await expect(restore(file, { into: dataDir })).rejects.toThrow(/is not empty/);
	expect([...verifyMeetings(db)].flatMap(({ faults }) => faults)).toEqual([]);
});

test('a back-up that is stopped leaves nothing that looks like one, and the next one is whole', async () => {
	const aborting = new AbortController();
	let asked = 0;
	const signal = {
		throwIfAborted() {
			// After the database, in the midst of the files.
			if ((asked += 1) === 8) aborting.abort(new OperatorError('stopped'));
			aborting.signal.throwIfAborted();
		},
	};
	await expect(back({ signal })).rejects.toThrow('stopped');
	expect(readdirSync(backups)).toEqual([]);
	expect(readdirSync(dataDir)).not.toContain('backup.part');
	await restore((await back()).file);
});

test('a back-up whose process is killed leaves nothing that looks like one, and the next one is whole', async () => {
	// A paper that nobody writes to its end: the back-up waits in the midst of it.
	const endless = '0'.repeat(64);
	db.sqlite.exec(`INSERT INTO files VALUES ('${endless}', 0, 'application/pdf', 1)`);
	mkdirSync(path.dirname(filePath(dataDir, endless)), { recursive: true });
	execFileSync('mkfifo', [filePath(dataDir, endless)]);
	const env = { ...process.env, DATA_DIR: dataDir, BACKUP_RECIPIENTS: recipient };
	const child = spawn(process.execPath, ['app/backup.ts', '--into', backups], { env, stdio: 'ignore' });
	const ended = once(child, 'exit');
	await vi.waitFor(() => expect(readdirSync(backups), 'it has begun to write').toHaveLength(1), 25_000);
	child.kill('SIGKILL');
	await ended;
	expect(readdirSync(backups)).toEqual([expect.stringMatching(/\.tar\.age\.part$/)]);
	rmSync(filePath(dataDir, endless));
	const { file } = await back();
	expect(readdirSync(dataDir)).not.toContain('backup.part');
	expect(await restore(file)).toMatchObject({ journals: 1, lost: [endless] });
});

test('one back-up at a time; what a killed one left of the database goes with the next', async () => {
	const release = claim(dataDir, 'backup.lock');
	await expect(back()).rejects.toThrow(/Another back-up/);
	release?.();
	writeFileSync(path.join(dataDir, 'backup.part'), 'left behind');
	await back();
	expect(readdirSync(dataDir)).not.toContain('backup.part');
});

test('a file that is lost or damaged is told of, and keeps no other from the back-up', async () => {
	const [damaged = '', gone = ''] = papers();
	flip(filePath(dataDir, damaged), 0.5);
	rmSync(filePath(dataDir, gone));
	const made = await back();
	expect([...made.lost].sort()).toEqual([damaged, gone].sort());
	const restored = await restore(made.file);
	expect(restored.lost).toHaveLength(2);
	expect(readdirSync(restored.into)).toEqual(['nhip-cau.sqlite']);
});

test('a journal that does not fit is found before the restore is done', async () => {
	db.sqlite.exec('UPDATE journal SET at = at + 1 WHERE seq = 2');
	const { file } = await back();
	const into = temporaryFolder();
	await expect(restore(file, { into })).rejects.toThrow(/event 2: what it says is not what its hash was taken of/);
	expect(readdirSync(into)).toEqual([]);
	expect((await restore(file, { into, withFaults: true })).faults).toHaveLength(1);
});

test('a back-up of an older version is verified, and stays as it was', async () => {
	const older = temporaryFolder();
	const filled = new BetterSqlite3(databaseFile(older));
	filled.pragma('foreign_keys = OFF');
	filled.exec(readFileSync(goldenFile('0.1.0', 'database.sql'), 'utf8'));
	filled.close();
	const { file } = await back({ dataDir: older });
	const { into, journals, faults } = await restore(file);
	expect({ journals, faults }).toEqual({ journals: 2, faults: [] });
	expect(() => openToRead(into)).toThrow(/is of an older version/);
	openDatabase(databaseFile(into)).close();
	expect([...verifyMeetings(openToRead(into))]).toHaveLength(2);
});

test('no copy of an open secret vote keeps the order in which ballots came', async () => {
	const { id } = createTestMeeting(db, { delegates: 3 });
	db.sqlite.exec(`INSERT INTO votes (id, meeting_id, title, secret, rule, entitled, opened_at)
		VALUES ('open', '${id}', 'Bỏ phiếu kín', 1, '{}', '[]', 1)`);
	const put = db.sqlite.prepare(
		"INSERT INTO urn (key, meeting_id, vote_id, choice) VALUES (randomblob(16), ?, 'open', 'for')",
	);
	for (let ballot = 0; ballot < 5; ballot += 1) put.run(id);
	const of = (base: Database) =>
		base.sqlite.prepare<[], Buffer>("SELECT key FROM urn WHERE vote_id = 'open' ORDER BY key").pluck().all();
	const before = of(db);
	const { file, openSecretVotes } = await back();
	expect(openSecretVotes).toBe(1);
	// The journal does not know this vote: the test made it by hand.
	const { into } = await restore(file, { withFaults: true });
	const bytes = readFileSync(databaseFile(into));
	const restored = openToRead(into);
	const places = of(restored).map((key) => bytes.indexOf(key));
	restored.close();
	expect(places.every((place) => place > 0)).toBe(true);
	expect(places).toEqual(places.toSorted((a, b) => b - a));
	for (const key of before) expect(bytes.indexOf(key)).toBe(-1);
});

test('of several back-ups the newest stay', async () => {
	for (const day of [0, 1, 2]) await back({ now: now + day * 86_400_000, keep: 2 });
	writeFileSync(path.join(backups, 'of-another.age'), '');
	await back({ now: now + 3 * 86_400_000, keep: 2 });
	expect(readdirSync(backups).sort()).toEqual([
		'nhip-cau-20261127T213000Z.tar.age',
		'nhip-cau-20261128T213000Z.tar.age',
		'of-another.age',
	]);
});
