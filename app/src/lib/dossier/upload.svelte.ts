import { largestPaper } from '#meeting/plan.ts';
import { looksLikePdf } from './paper-file.ts';
import { uploadAddress, type UploadTarget } from './upload-address.ts';

/** One file on its way into a dossier, with its progress, which only XMLHttpRequest tells. */
export class Upload {
	/** 0…1 while bytes travel; null before and after */
	progress = $state<number | null>(null);
	/** why it was refused, by code */
	refusal = $state<string>();
	#request: XMLHttpRequest | undefined;
	readonly #signInAgain: () => Promise<boolean>;

	/** @param signInAgain see `SessionOver` */
	constructor(signInAgain: () => Promise<boolean>) {
		this.#signInAgain = signInAgain;
	}

	/** @returns the version's id; undefined when it was refused or given up */
	async send(file: File, target: UploadTarget): Promise<string | undefined> {
		this.refusal = undefined;
		// Said before hundreds of megabytes travel; the server looks for itself all the same.
		if (file.size === 0) return this.#refuse('file-empty');
		if (file.size > largestPaper) return this.#refuse('file-too-large');
		if (!(await looksLikePdf(file))) return this.#refuse('file-type-refused');
		this.progress = 0;
		const answer = await this.#post(file, uploadAddress(file, target));
		this.progress = null;
		if (answer.code === 'not-signed-in' && (await this.#signInAgain())) return this.send(file, target);
		if (answer.versionId !== undefined) return answer.versionId;
		return this.#refuse(answer.code ?? 'unexpected');
	}

	cancel(): void {
		this.#request?.abort();
	}

	#post(file: File, address: string): Promise<{ versionId?: string; code?: string }> {
		return new Promise((resolve) => {
			const request = new XMLHttpRequest();
			this.#request = request;
			request.open('POST', address);
			request.setRequestHeader('content-type', 'application/pdf');
			request.responseType = 'json';
			request.upload.onprogress = ({ loaded, total }) => (this.progress = total > 0 ? loaded / total : 0);
			request.onload = () => resolve((request.response as { versionId?: string } | null) ?? { code: 'unexpected' });
			request.onerror = () => resolve({ code: 'upload-interrupted' });
			request.onabort = () => resolve({ code: 'upload-interrupted' });
			request.send(file);
		});
	}

	#refuse(code: string): undefined {
		this.refusal = code;
	}
}
