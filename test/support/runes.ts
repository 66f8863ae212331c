/**
 * Svelte's runes as plain values, for classes whose state a test reads itself: nothing observes it, what is derived
 * keeps its first value, and effects run at once and whenever the test says so. Import it before the class.
 */
const plain = <T>(value: T): T => value;

const running: (() => void)[] = [];

export const effects = {
	/** Every effect of this test file runs once more. */
	run(): void {
		for (const effect of running) effect();
	},
	/** Those so far belong to a test that is over. */
	forget(): void {
		running.length = 0;
	},
};

Object.assign(globalThis, {
	$state: Object.assign(plain, { raw: plain }),
	$derived: Object.assign(plain, { by: <T>(derive: () => T): T => derive() }),
	$effect: (effect: () => void) => {
		running.push(effect);
		effect();
	},
});
