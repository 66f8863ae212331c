/** Whether it is in the clipboard by now. Where that is not given to the page, what shows it is selected, for the keyboard's own copying. */
export async function copyText(text: string, shown: HTMLElement | undefined): Promise<boolean> {
	try {
		await navigator.clipboard.writeText(text);
		return true;
	} catch {
		if (shown) getSelection()?.selectAllChildren(shown);
		return false;
	}
}
