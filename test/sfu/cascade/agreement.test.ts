import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Agreement, type LineContent } from '#sfu/cascade/agreement.ts';
import type { LineState } from '#sfu/link/contract-line.ts';

/** One end: what it is, what it said, and whether that arrives at the other. */
class End {
	content: LineContent = { end: null, wanted: [], carried: [] };
	readonly said: LineState[] = [];
	isCut = false;
	/** It takes up what it hears. */
	takesUp = true;
	other: End | undefined;
	#known: LineState | undefined;
	agreement = this.#begin();

	/** It is here, and has taken up whatever it heard. */
	look(): void {
		this.agreement.look();
	}

	want(endpointId: string): void {
		this.content = {
			...this.content,
			wanted: [{ endpointId, source: 'camera', place: 'main', layers: 1, small: false }],
		};
		this.look();
	}

	/** Its process ends, and another one begins. */
	restart(): void {
		this.agreement.close();
		this.agreement = this.#begin();
		this.look();
	}

	get knows(): string | undefined {
		return this.#known?.wanted[0]?.endpointId;
	}

	#begin(): Agreement {
		return new Agreement({
			content: () => this.content,
			tell: (state) => {
				this.said.push(state);
				if (!this.isCut) queueMicrotask(() => this.other?.hear(state));
			},
		});
	}

	hear(state: LineState): void {
		if (this.agreement.hear(state)) {
			this.#known = state;
			if (this.takesUp) this.agreement.takeUp(state.revision);
		}
		this.look();
	}
}

let one: End;
let two: End;

beforeEach(() => {
	vi.useFakeTimers();
	[one, two] = [new End(), new End()];
	[one.other, two.other] = [two, one];
});
afterEach(() => {
	one.agreement.close();
	two.agreement.close();
	vi.useRealTimers();
});

/** With the answers that wait for a moment. */
const settled = () => vi.advanceTimersByTimeAsync(20);

test('either end knows the other’s latest state, and then both are still', async () => {
	one.want('a');
	two.want('b');
	await settled();
	expect([one.knows, two.knows]).toEqual(['b', 'a']);
	one.want('c');
	await settled();
	expect(two.knows).toBe('c');
	const said = one.said.length + two.said.length;
	one.look();
	await vi.advanceTimersByTimeAsync(60_000);
	expect(one.said.length + two.said.length).toBe(said);
});

test('what was lost is said again, ever later, until it has been taken up; an answer that was lost is given again', async () => {
	one.isCut = true;
	one.want('a');
	await vi.advanceTimersByTimeAsync(10_999);
	expect(one.said).toHaveLength(1 + 3);
	one.isCut = false;
	two.isCut = true;
	await vi.advanceTimersByTimeAsync(4_000);
	expect(two.knows).toBe('a');
	two.isCut = false;
	await vi.advanceTimersByTimeAsync(4_000);
	const said = one.said.length;
	await vi.advanceTimersByTimeAsync(60_000);
	expect(one.said, 'it knows that it was heard').toHaveLength(said);
});

test('what is older than what is known is left aside', async () => {
	one.want('a');
	await settled();
	const [old] = one.said;
	one.want('b');
	await settled();
	if (old) expect(two.agreement.hear(old)).toBe(false);
});

test('an end that begins anew is believed, also where its clock went back', async () => {
	one.want('a');
	two.want('x');
	await settled();
	vi.setSystemTime(Date.now() - 3_600_000);
	one.content = { ...one.content, wanted: [] };
	one.restart();
	one.want('b');
	await vi.advanceTimersByTimeAsync(1_000);
	expect(two.knows).toBe('b');
	expect(one.knows, 'the other says again what it had said before').toBe('x');
});

test('so is one whose last word was heard and could not be taken up', async () => {
	one.want('a');
	await settled();
	two.takesUp = false;
	one.want('b');
	await settled();
	vi.setSystemTime(Date.now() - 3_600_000);
	one.restart();
	one.want('c');
	await vi.advanceTimersByTimeAsync(1_000);
	expect(two.knows).toBe('c');
});

test('an end that has heard more than there can be does not bring the other to say what no node says', async () => {
	one.want('a');
	const [said] = one.said;
	if (said) one.hear({ ...said, heard: Number.MAX_SAFE_INTEGER });
	one.want('b');
	await settled();
	expect(one.said.filter(({ revision }) => !Number.isSafeInteger(revision))).toEqual([]);
	expect(two.knows).toBe('b');
});

test('who asks a thousand times in a moment is answered at once, and once more', async () => {
	const said: LineState[] = [];
	const content = { end: null, wanted: [], carried: [] };
	const agreement = new Agreement({ content: () => content, tell: (state) => void said.push(state) });
	agreement.look();
	said.length = 0;
	for (let revision = 1; revision <= 1_000; revision += 1) {
		agreement.hear({ revision, seen: agreement.revision, heard: agreement.revision, asks: true, ...content });
		agreement.takeUp(revision);
		agreement.look();
	}
	expect(said.map(({ seen }) => seen)).toEqual([1]);
	await vi.advanceTimersByTimeAsync(1_000);
	expect(said.map(({ seen }) => seen)).toEqual([1, 1_000]);
	agreement.close();
});
