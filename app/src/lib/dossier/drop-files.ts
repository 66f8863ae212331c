import type { Attachment } from 'svelte/attachments';

/** Files that are dragged from outside onto an element, and let go there. @param ondrop `target`: what they were let go over */
export const dropFiles =
	(ondrop: (files: FileList, target: Element) => void): Attachment<HTMLElement> =>
	(element) => {
		const bearing = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true;
		const mark = (is: boolean) => element.toggleAttribute('data-drop', is);
		const over = (event: DragEvent) => {
			if (!bearing(event)) return;
			// Without it the browser opens the file in place of the page.
			event.preventDefault();
			mark(true);
		};
		const leave = (event: DragEvent) => {
			if (!element.contains(event.relatedTarget as Node | null)) mark(false);
		};
		const drop = (event: DragEvent) => {
			mark(false);
			if (!bearing(event) || !event.dataTransfer) return;
			event.preventDefault();
			ondrop(event.dataTransfer.files, event.target as Element);
		};
		element.addEventListener('dragover', over);
		element.addEventListener('dragleave', leave);
		element.addEventListener('drop', drop);
		return () => {
			element.removeEventListener('dragover', over);
			element.removeEventListener('dragleave', leave);
			element.removeEventListener('drop', drop);
		};
	};
