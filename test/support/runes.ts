/**
 * Svelte's runes as plain values, for classes whose state a test reads itself: nothing observes it, and what is derived
 * keeps its first value. Import it before the class.
 */
const plain = <T>(value: T): T => value;

Object.assign(globalThis, {
	$state: Object.assign(plain, { raw: plain }),
	$derived: Object.assign(plain, { by: <T>(derive: () => T): T => derive() }),
});
