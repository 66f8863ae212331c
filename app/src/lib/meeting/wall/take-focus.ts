/** Attach it to what takes the place of the part that had the focus: its first button gets it. */
export function takeFocus(part: HTMLElement): void {
	part.querySelector<HTMLElement>('button:not(:disabled)')?.focus({ preventScroll: true });
}
