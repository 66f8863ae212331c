/** Keys that work anywhere in the meeting but in a field. One table: the help lists what the page does. */
export const shortcuts = {
	d: 'microphone',
	e: 'camera',
	h: 'floor',
	1: 'agenda',
	2: 'papers',
	3: 'floor-panel',
	4: 'votes',
	w: 'wall',
	'?': 'help',
} as const;

export type Shortcut = (typeof shortcuts)[keyof typeof shortcuts];

export function shortcutOf(event: KeyboardEvent): Shortcut | undefined {
	if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return undefined;
	const target = event.target as HTMLElement;
	if (target.matches('input, select, textarea, [contenteditable]') || target.closest('dialog')) return undefined;
	const key = event.key.toLowerCase();
	return key in shortcuts ? shortcuts[key as keyof typeof shortcuts] : undefined;
}
