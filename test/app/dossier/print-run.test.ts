import '#test/support/runes.ts';
import { PrintRun } from '#lib/dossier/print-run.svelte.ts';
import { expect, test } from 'vitest';

const people = ['An', 'Bình', 'Chi', 'Dung'].map((name, at) => ({ id: `p${at}`, name }));

function printing(answer: (address: string, asked: number) => number) {
	const saved: string[] = [];
	const asked: string[] = [];
	const run: PrintRun = new PrintRun({
		fetch: async (address) => {
			asked.push(address);
			return new Response('%PDF-', { status: answer(address, asked.length) });
		},
		save: (_file, name) => void saved.push(name),
		pause: async () => {},
	});
	return { run, saved, asked };
}

test('each has a file of their own, one after the other; a busy server is asked again, and who has nothing or fails is named', async () => {
	let busy = 3;
	const { run, saved, asked } = printing((address) => {
		if (address.endsWith('p1')) return busy-- > 0 ? 503 : 200;
		return address.endsWith('p2') ? 404 : address.endsWith('p3') ? 500 : 200;
	});
	await run.print('m', people);
	expect(saved).toEqual(['An.pdf', 'Bình.pdf']);
	expect(asked).toHaveLength(1 + 4 + 1 + 1);
	expect([run.done, run.total, run.running]).toEqual([4, 4, false]);
	expect(run.empty.map(({ name }) => name)).toEqual(['Chi']);
	expect(run.failed.map(({ name }) => name)).toEqual(['Dung']);
});

test('stopped, nothing more is asked for; what was made stays', async () => {
	const { run, saved } = printing((_address, asked) => {
		if (asked === 2) run.stop();
		return 200;
	});
	await run.print('m', people);
	expect(saved.length).toBeLessThanOrEqual(2);
	expect(run.running).toBe(false);
	expect(run.done).toBe(1);
});
