/** Keys that work anywhere in the meeting. Two tables: the help lists what the page does. */

/**
 * One character, outside of fields. Whoever dictates, or types into the wrong window, would press them unawares: they can
 * be switched off (WCAG 2.1.4), and none of them gives anything up.
 */
export const characters = {
	d: 'microphone',
	e: 'camera',
	h: 'ask-floor',
	1: 'agenda',
	2: 'papers',
	3: 'floor',
	4: 'votes',
	w: 'wall',
	'?': 'help',
} as const;

/** With Ctrl + Alt, on a Mac also Ctrl + ⌘, in fields too: deeds of who runs the meeting. By the key's place (`code`). */
export const chords = {
	KeyK: 'next-item',
	KeyM: 'invite-next',
	KeyP: 'one-minute',
} as const;

export type Chord = (typeof chords)[keyof typeof chords];
export type Shortcut = (typeof characters)[keyof typeof characters] | Chord;

type Key = Pick<
	KeyboardEvent,
	'key' | 'code' | 'ctrlKey' | 'altKey' | 'metaKey' | 'repeat' | 'target' | 'getModifierState'
>;

/** Its modifiers are held, whether or not its letter is pressed already. AltGr writes letters, and says that it is both. */
export const isChord = (event: Pick<Key, 'ctrlKey' | 'altKey' | 'metaKey' | 'getModifierState'>): boolean =>
	event.ctrlKey && (event.altKey || event.metaKey) && !event.getModifierState('AltGraph');

/** What a key asks for; `single`: keys of one character are on. */
export function shortcutOf(event: Key, { single }: { readonly single: boolean }): Shortcut | undefined {
	const target = event.target as Partial<Element> | null;
	if (event.repeat || target?.closest?.('dialog')) return undefined;
	if (isChord(event)) return event.code in chords ? chords[event.code as keyof typeof chords] : undefined;
	if (!single || event.ctrlKey || event.metaKey || event.altKey) return undefined;
	if (target?.matches?.('input, select, textarea, [contenteditable]')) return undefined;
	const key = event.key.toLowerCase();
	return key in characters ? characters[key as keyof typeof characters] : undefined;
}
