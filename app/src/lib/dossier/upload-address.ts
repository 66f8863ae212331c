export interface UploadTarget {
	readonly meetingId: string;
	/** another version of this paper, in the place of the one that was shown; null: a new paper */
	readonly document: { readonly id: string; readonly replaces: string } | null;
	readonly itemId: string | null;
	readonly title: string;
	readonly label: 'public' | 'internal' | 'restricted';
}

/** Where a file is sent: the body is the file itself, so that all else stands in the address. */
export function uploadAddress(file: File, { meetingId, document, itemId, title, label }: UploadTarget): string {
	const asked = new URLSearchParams({ name: file.name });
	if (document !== null) {
		asked.set('document', document.id);
		asked.set('replaces', document.replaces);
	} else {
		asked.set('title', title);
		asked.set('label', label);
		if (itemId !== null) asked.set('item', itemId);
	}
	return `/meetings/${meetingId}/papers?${asked}`;
}
