import { inLargeTransaction } from '#db/client.ts';
import { expect, test, vi } from 'vitest';
import { temporaryDatabase } from './temporary-database.ts';

const { sync, opened } = vi.hoisted(() => ({ sync: vi.fn(() => Promise.resolve()), opened: [] as string[] }));
vi.mock('node:fs/promises', async (original) => ({
	...(await original<typeof import('node:fs/promises')>()),
	open: (path: string) => {
		opened.push(path);
		return Promise.resolve({ sync, close: () => Promise.resolve() });
	},
}));

test('what is large is committed without a wait for the disk, and is told when it is there; what follows waits as ever', async () => {
	const { promise, resolve } = Promise.withResolvers<void>();
	sync.mockReturnValueOnce(promise);
	const db = temporaryDatabase();
	const level = () => db.sqlite.pragma('synchronous', { simple: true });
	const { result, onDisk } = inLargeTransaction(db, () => {
		db.sqlite.exec("INSERT INTO areas (id, name) VALUES ('a', 'Khu vực')");
		return level();
	});
	expect([result, level()]).toEqual([1, 2]);
	expect(db.sqlite.prepare('SELECT name FROM areas').pluck().all()).toEqual(['Khu vực']);
	const told = vi.fn();
	void onDisk.then(told);
	await vi.waitFor(() => expect(sync).toHaveBeenCalledTimes(1));
	expect(opened).toEqual([`${db.sqlite.name}-wal`]);
	expect(told).not.toHaveBeenCalled();
	resolve();
	await onDisk;
	expect(told).toHaveBeenCalledTimes(1);
});

test('what fails leaves nothing behind, and the next waits for the disk', () => {
	const db = temporaryDatabase();
	const fail = () => {
		db.sqlite.exec("INSERT INTO areas (id, name) VALUES ('a', 'Khu vực')");
		throw new Error('half of it');
	};
	expect(() => inLargeTransaction(db, fail)).toThrow('half of it');
	expect(db.sqlite.prepare('SELECT count(*) FROM areas').pluck().get()).toBe(0);
	expect(db.sqlite.pragma('synchronous', { simple: true })).toBe(2);
});
