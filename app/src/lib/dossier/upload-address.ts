export interface UploadTarget {
	readonly meetingId: string;
	/** another version of this paper; null: a new paper */
	readonly documentId: string | null;
	readonly itemId: string | null;
	readonly title: string;
	readonly label: 'public' | 'internal' | 'restricted';
}

/** Where a file is sent: the body is the file itself, so that all else stands in the address. */
export function uploadAddress(file: File, { meetingId, documentId, itemId, title, label }: UploadTarget): string {
	const asked = new URLSearchParams({ name: file.name });
	if (documentId !== null) asked.set('document', documentId);
	else {
		asked.set('title', title);
		asked.set('label', label);
		if (itemId !== null) asked.set('item', itemId);
	}
	return `/meetings/${meetingId}/papers?${asked}`;
}
