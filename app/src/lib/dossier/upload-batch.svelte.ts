import { suggestTitle } from './paper-file.ts';
import type { UploadTarget } from './upload-address.ts';
import { Upload } from './upload.svelte.ts';

/** One of the files that were chosen. */
export class ChosenFile {
	readonly file: File;
	readonly upload: Upload;
	/** as its paper will be called */
	title = $state('');
	stored = $state(false);

	constructor(file: File, signInAgain: () => Promise<boolean>) {
		this.file = file;
		this.title = suggestTitle(file.name);
		this.upload = new Upload(signInAgain);
	}
}

/** The files that are to be taken into a dossier, one after the other: what is refused keeps none of the others. */
export class UploadBatch {
	chosen = $state.raw<readonly ChosenFile[]>([]);
	busy = $state(false);
	readonly #signInAgain: () => Promise<boolean>;
	#left = false;

	/** @param signInAgain see `SessionOver` */
	constructor(signInAgain: () => Promise<boolean>) {
		this.#signInAgain = signInAgain;
	}

	choose(files: readonly File[]): void {
		this.chosen = files.map((file) => new ChosenFile(file, this.#signInAgain));
	}

	leaveOut(file: ChosenFile): void {
		this.chosen = this.chosen.filter((each) => each !== file);
	}

	/** Those that are not stored yet. @returns whether all are */
	async send(target: Omit<UploadTarget, 'title'>): Promise<boolean> {
		this.busy = true;
		for (const each of this.chosen) {
			if (each.stored || this.#left) continue;
			const title = each.title.trim() || suggestTitle(each.file.name);
			each.stored = (await each.upload.send(each.file, { ...target, title })) !== undefined;
			// Who gave the sign-in up is not asked once for each file.
			if (each.upload.refusal === 'not-signed-in') break;
		}
		this.busy = false;
		return this.chosen.every(({ stored }) => stored);
	}

	cancel(): void {
		this.#left = true;
		for (const { upload } of this.chosen) upload.cancel();
	}
}
