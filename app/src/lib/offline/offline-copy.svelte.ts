import type { OfflineMeeting } from '#contract/offline.ts';
import { PatientLink, Refused } from '#lib/papers/patient-link.svelte.ts';
import type { Progress } from './keep-meeting.ts';
import type { OfflineStore } from './offline-store.ts';
import { isAnythingKept } from './at-hand.ts';
import { meetServer } from './keep-contact.ts';

/**
 * `none`: nothing of it is here · `working`: it is being downloaded · `stopped`: some of it is here · `whole`: all of it ·
 * `full`: the device has no room · `refused`: the server lets it go on no more · `impossible`: this browser keeps nothing
 */
type CopyState = 'unknown' | 'none' | 'working' | 'stopped' | 'whole' | 'full' | 'refused' | 'impossible';

/** A meeting's copy on this device: whether it is here, and how it comes. */
export class OfflineCopy {
	state = $state<CopyState>('unknown');
	progress = $state.raw<Progress>();
	/** ms since the epoch: read without a network before it */
	until = $state<number>();
	/** bytes that are missing on the device */
	lacking = $state(0);
	/** the browser did not promise to keep it while its disk is full */
	fleeting = $state(false);
	readonly meetingId: string;
	readonly link = new PatientLink();
	#stop: AbortController | undefined;
	#store: Promise<OfflineStore> | undefined;

	constructor(meetingId: string) {
		this.meetingId = meetingId;
	}

	/** What is here; without asking the server. */
	async look(): Promise<void> {
		if (this.state === 'working') return;
		if (!canKeep()) this.state = 'impossible';
		else if (!isAnythingKept()) this.state = 'none';
		else
			try {
				const store = await this.#open();
				let held = await store.meeting(this.meetingId);
				if (held && !held.about) {
					// Its time is over, or nobody was signed in: the server says whether it opens again.
					await meetServer();
					held = await store.meeting(this.meetingId);
				}
				if (!held?.about) this.state = 'none';
				else await this.#measure(store, held.about);
			} catch {
				this.state = 'impossible';
			}
	}

	/** Begins, or goes on. */
	async start(): Promise<void> {
		if (this.state === 'working') return;
		this.state = 'working';
		const stop = new AbortController();
		this.#stop = stop;
		const { signal } = stop;
		try {
			const [shell, keep, { fetchAbout }] = await Promise.all([
				import('./keep-shell.ts'),
				import('./keep-meeting.ts'),
				import('./contact.ts'),
			]);
			const store = await this.#open();
			this.fleeting = !(await shell.keepForGood());
			const about = await this.link.get(() => fetchAbout(this.meetingId), signal);
			this.progress = await keep.progressOf(store, about);
			const { bytes } = this.progress;
			const room = await shell.roomLeft();
			this.lacking = room === undefined ? 0 : Math.max(0, bytes.all - bytes.done - room);
			if (this.lacking > 0) throw new DOMException('no room', 'QuotaExceededError');
			const tell = (progress: Progress) => (this.progress = progress);
			const { link } = this;
			await Promise.all([
				keep.keepMeeting({ store, about, link, signal, tell }),
				link.get(() => shell.keepShell(), signal),
			]);
			await this.#measure(store, about);
		} catch (error) {
			if (signal.aborted) this.state = 'stopped';
			else if (error instanceof DOMException && error.name === 'QuotaExceededError') this.state = 'full';
			else this.state = error instanceof Refused ? 'refused' : 'impossible';
		}
	}

	/** What has come stays, and is not fetched again. */
	stop(): void {
		this.#stop?.abort(new DOMException('stopped', 'AbortError'));
	}

	/** Nothing of it stays on this device. */
	async remove(): Promise<void> {
		this.stop();
		const store = await this.#open();
		await store.dropMeeting(this.meetingId);
		this.progress = undefined;
		this.state = 'none';
		const { contact } = await import('./contact.ts');
		await contact(store);
	}

	#open(): Promise<OfflineStore> {
		return (this.#store ??= import('./offline-store.ts').then(({ OfflineStore: Store }) => Store.open()));
	}

	async #measure(store: OfflineStore, about: OfflineMeeting): Promise<void> {
		const { progressOf } = await import('./keep-meeting.ts');
		this.progress = await progressOf(store, about);
		this.until = (await store.meeting(this.meetingId))?.until;
		const { papers } = this.progress;
		this.state = papers.done === papers.all ? 'whole' : 'stopped';
	}
}

/** Only over a secure connection there is something to seal with, and a worker that answers without a network. */
const canKeep = (): boolean =>
	globalThis.crypto?.subtle !== undefined && typeof indexedDB !== 'undefined' && 'serviceWorker' in navigator;
