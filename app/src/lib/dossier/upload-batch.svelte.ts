import { ownTitle } from './own-title.ts';
import { suggestTitle } from './paper-file.ts';
import type { UploadTarget } from './upload-target.ts';
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
		const suggested = suggestTitle(file.name);
		this.title = suggested;
		void ownTitle(file).then((own) => {
			// Whoever has typed meanwhile knows better.
			if (own !== undefined && this.title === suggested) this.title = own;
		});
		this.upload = new Upload(signInAgain);
	}
}

const isSettled = ({ stored, upload }: ChosenFile): boolean => stored || upload.held;

/**
 * The files that are to be taken into a dossier: their bytes one after the other, while those that are there are opened; what is
 * refused keeps none of the others.
 */
export class UploadBatch {
	chosen = $state.raw<readonly ChosenFile[]>([]);
	busy = $state(false);
	readonly #signInAgain: () => Promise<boolean>;
	#left = false;
	/** resolves when nobody asks any more what became of a file */
	#asked: Promise<unknown> = Promise.resolve();

	/** @param signInAgain see `SessionOver` */
	constructor(signInAgain: () => Promise<boolean>) {
		this.#signInAgain = signInAgain;
	}

	/** of those that are chosen, how many are stored or kept apart */
	get done(): number {
		return this.chosen.filter(isSettled).length;
	}

	/** In place of the former ones: what of them is not stored is given up. */
	choose(files: readonly File[]): void {
		for (const { upload, stored } of this.chosen) if (!stored) upload.cancel();
		this.chosen = files.map((file) => new ChosenFile(file, this.#signInAgain));
	}

	leaveOut(file: ChosenFile): void {
		file.upload.cancel();
		this.chosen = this.chosen.filter((each) => each !== file);
	}

	/** Those of which nothing has become yet. @returns whether something has, of all: each is stored, or kept apart */
	async send(target: Omit<UploadTarget, 'title'>): Promise<boolean> {
		this.busy = true;
		const outcomes: Promise<void>[] = [];
		for (const each of this.chosen) {
			if (isSettled(each) || this.#left) continue;
			const title = each.title.trim() || suggestTitle(each.file.name);
			if (await each.upload.send(each.file, { ...target, title })) outcomes.push(this.#store(each));
			// Who gave the sign-in up is not asked once for each file.
			if (each.upload.refusal === 'not-signed-in') break;
		}
		await Promise.all(outcomes);
		this.busy = false;
		return this.chosen.every(isSettled);
	}

	cancel(): void {
		this.#left = true;
		for (const { upload, stored } of this.chosen) if (!stored) upload.cancel();
	}

	async #store(each: ChosenFile): Promise<void> {
		each.stored = (await each.upload.outcome((ask) => this.#inTurn(ask))) !== undefined;
	}

	#inTurn<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
		const answer = this.#asked.then(ask);
		this.#asked = answer.catch(() => {});
		return answer;
	}
}
