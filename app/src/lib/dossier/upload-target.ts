import { sentName } from './upload-requests.ts';

export interface UploadTarget {
	readonly meetingId: string;
	/** another version of this paper, in the place of the one that was shown; null: a new paper */
	readonly document: { readonly id: string; readonly replaces: string } | null;
	readonly itemId: string | null;
	readonly title: string;
	readonly label: 'public' | 'internal' | 'restricted';
	/** whoever sends it has said that it holds no state secret */
	readonly declared: 'no-state-secret';
}

/** What a file is to be, as it is sent (`uploadTargetSchema`). */
export type SentTarget = Readonly<Record<string, string>>;

export const sentTarget = (file: File, { document, itemId, title, label, declared }: UploadTarget): SentTarget => ({
	name: sentName(file),
	title,
	label,
	declared,
	...(document === null ? {} : { document: document.id, replaces: document.replaces }),
	...(itemId === null ? {} : { item: itemId }),
});
