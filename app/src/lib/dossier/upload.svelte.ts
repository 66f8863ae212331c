import { largestPaper } from '#meeting/plan.ts';
import { looksLikePaper } from './paper-file.ts';
import { sendBytes } from './send-bytes.ts';
import { findBegun, giveUp, outcomeOf, tellTarget, type InTurn, type Patience } from './upload-requests.ts';
import { sentTarget, type UploadTarget } from './upload-target.ts';

/** One file on its way into a dossier. */
export class Upload {
	/** 0…1 of what has arrived; null before and after */
	progress = $state<number | null>(null);
	/** on its way; nothing gets through, and it is tried again; held by its person; there, and being opened */
	phase = $state<'sending' | 'waiting' | 'held' | 'checking'>();
	/** why it was refused, by code */
	refusal = $state<string>();
	/** it is there, and kept apart until somebody says what it is */
	held = $state(false);
	/** what was begun, on the server */
	#url: string | undefined;
	/** of the bytes, which are held as well */
	#stop: AbortController | undefined;
	/** of everything */
	readonly #end = new AbortController();
	/** resolves when its person goes on, or gives it up */
	#held: PromiseWithResolvers<void> | undefined;
	readonly #signInAgain: () => Promise<boolean>;

	/** @param signInAgain see `SessionOver` */
	constructor(signInAgain: () => Promise<boolean>) {
		this.#signInAgain = signInAgain;
	}

	/** @returns whether all of it is there; false when it was refused or given up */
	async send(file: File, target: UploadTarget): Promise<boolean> {
		this.refusal = undefined;
		// Said before hundreds of megabytes travel; the server looks for itself all the same.
		if (file.size === 0) return this.#refuse('file-empty');
		if (file.size > largestPaper) return this.#refuse('file-too-large');
		if (!(await looksLikePaper(file))) return this.#refuse('file-type-refused');
		this.progress ??= 0;
		this.phase = 'sending';
		const code = await this.#send(file, target);
		if (code === undefined) return !this.#end.signal.aborted;
		this.progress = null;
		this.phase = undefined;
		if (code === 'not-signed-in' && (await this.#signInAgain())) return this.send(file, target);
		return this.#refuse(code);
	}

	/** What it has become, once all of it is there. @returns the version's id; undefined when it was refused, or is kept apart */
	async outcome(inTurn: InTurn): Promise<string | undefined> {
		this.phase = 'checking';
		this.progress = 1;
		const outcome = await outcomeOf(this.#url ?? '', this.#patience('checking'), inTurn);
		if (outcome && 'code' in outcome && outcome.code === 'not-signed-in' && (await this.#signInAgain()))
			return this.outcome(inTurn);
		this.progress = null;
		this.phase = undefined;
		if (outcome === undefined) return undefined;
		if ('versionId' in outcome) return outcome.versionId;
		if ('held' in outcome) {
			this.held = true;
			return undefined;
		}
		// Of the file itself: another one may come in its place.
		if (/^(file|paper)-/.test(outcome.code)) this.#url = undefined;
		this.refusal = outcome.code;
		return undefined;
	}

	hold(): void {
		if (this.phase !== 'sending' && this.phase !== 'waiting') return;
		this.phase = 'held';
		this.#held = Promise.withResolvers();
		this.#stop?.abort();
	}

	goOn(): void {
		this.#held?.resolve();
	}

	/** For good: the server throws away what it has. */
	cancel(): void {
		this.#end.abort();
		this.#stop?.abort();
		this.#held?.resolve();
		if (this.#url !== undefined && this.phase !== 'checking' && !this.held) giveUp(this.#url);
	}

	/** @returns why it is not there, as a code; undefined: it is, or was given up */
	async #send(file: File, target: UploadTarget): Promise<string | undefined> {
		const sent = sentTarget(file, target);
		this.#url ??= await findBegun(target.meetingId, file, this.#patience('sending'));
		const refused = this.#url === undefined ? undefined : await tellTarget(this.#url, sent, this.#patience('sending'));
		if (refused === 'not-found') this.#url = undefined;
		else if (refused !== undefined) return refused;
		const metadata = { ...sent, meeting: target.meetingId, modified: String(file.lastModified) };
		while (!this.#end.signal.aborted) {
			this.#stop = new AbortController();
			const result = await sendBytes({
				file,
				metadata,
				url: this.#url,
				signal: this.#stop.signal,
				onurl: (url) => (this.#url = url),
				onprogress: (bytes) => (this.progress = bytes / file.size),
				onwaiting: this.#patience('sending').onwaiting,
			});
			if (result === 'all-there') return undefined;
			if (result !== 'stopped') return result.code;
			await this.#held?.promise;
			this.#held = undefined;
			this.phase = 'sending';
		}
		return undefined;
	}

	/** While nobody answers what is asked at that time. */
	#patience(phase: 'sending' | 'checking'): Patience {
		const onwaiting = (isWaiting: boolean) => {
			if (this.phase !== 'held') this.phase = isWaiting ? 'waiting' : phase;
		};
		return { signal: this.#end.signal, onwaiting };
	}

	#refuse(code: string): false {
		this.refusal = code;
		return false;
	}
}
