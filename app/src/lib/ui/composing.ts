/**
 * A key that an input method takes to compose a letter (Telex on a Mac, a phone, ibus) is no key of ours: the Enter that
 * ends a word neither picks nor sends anything. Safari tells that Enter only after it has ended the composition, by the
 * code 229 alone (UI Events, legacy key codes).
 */
const isComposing = (event: KeyboardEvent) => event.isComposing || event.keyCode === 229;

/** To be called before every other handler of `keydown`: none of them hears what the input method takes. */
export function leaveToInputMethod(event: KeyboardEvent): void {
	if (isComposing(event)) event.stopImmediatePropagation();
}
