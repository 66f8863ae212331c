import type { OfflineMeeting } from '#contract/offline.ts';
import { seal, unseal, type Bytes } from '#lib/marks/seal.ts';
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { LeaseClock } from './lease-clock.ts';

/*
 * What a device holds of meetings, to be read without a network: all of it sealed, by a key of each meeting that the browser keeps
 * and cannot give away. Each piece is sealed for its place: another one's in its place does not open. A key is made here and known
 * to nobody else; it opens as long as its lease lasts, which the server renews at each contact, and goes with what it opens.
 */

interface KeptMeeting {
	readonly meetingId: string;
	readonly readerId: string;
	readonly key: CryptoKey;
	/** ms since the epoch by the lease's clock; before it the key is used */
	readonly until: number;
	/** an `OfflineMeeting` */
	readonly about: Bytes;
}

export interface KeptPaper {
	readonly versionId: string;
	readonly meetingId: string;
	/** in bytes */
	readonly size: number;
}

interface Device {
	/** by the server, when it was heard last */
	readonly called: string | null;
	/** the greatest time that was seen, in ms since the epoch */
	readonly greatest: number;
	/** nobody was signed in any more at the last contact: nothing is opened until they are again */
	readonly locked: boolean;
}

interface Schema extends DBSchema {
	meetings: { key: string; value: KeptMeeting };
	papers: { key: string; value: KeptPaper; indexes: { meeting: string } };
	/** by version and index, from 0 */
	parts: { key: [string, number]; value: Bytes };
	/** what the server answered, by meeting and address */
	answers: { key: [string, string]; value: Bytes };
	device: { key: 'this'; value: Device };
}

/** `ready`, or why it is not opened now: nobody is signed in any more, its time is over, or it was damaged. */
export type Readiness = 'ready' | 'locked' | 'over' | 'damaged';

export interface HeldMeeting {
	readonly meetingId: string;
	readonly readerId: string;
	readonly until: number;
	readonly readiness: Readiness;
	/** undefined: it is not opened */
	readonly about: OfflineMeeting | undefined;
}

const unknown: Device = { called: null, greatest: 0, locked: false };
const all = ['meetings', 'papers', 'parts', 'answers', 'device'] as const;
const utf8 = new TextEncoder();

export class OfflineStore {
	readonly #db: IDBPDatabase<Schema>;
	readonly #clock: LeaseClock;

	private constructor(db: IDBPDatabase<Schema>, clock: LeaseClock) {
		this.#db = db;
		this.#clock = clock;
	}

	/** Rejects where the browser was told to keep nothing. */
	static async open(clockFrom = (greatest: number) => new LeaseClock(greatest)): Promise<OfflineStore> {
		const db = await openDB<Schema>('nhip-cau-ngoai-tuyen', 1, {
			upgrade(fresh) {
				fresh.createObjectStore('meetings', { keyPath: 'meetingId' });
				fresh.createObjectStore('papers', { keyPath: 'versionId' }).createIndex('meeting', 'meetingId');
				for (const name of ['parts', 'answers', 'device'] as const) fresh.createObjectStore(name);
			},
			blocking: (_before, _after, event) => (event.target as IDBDatabase | null)?.close(),
		});
		const store = new OfflineStore(db, clockFrom((await db.get('device', 'this'))?.greatest ?? 0));
		await store.noteTime();
		return store;
	}

	close(): void {
		this.#db.close();
	}

	async device(): Promise<Device> {
		return (await this.#db.get('device', 'this')) ?? unknown;
	}

	/** The time is kept: from now on it is not earlier. */
	async noteTime(): Promise<void> {
		await this.#changeDevice({ greatest: this.#clock.now() });
	}

	lock(): Promise<void> {
		return this.#changeDevice({ locked: true });
	}

	/** The server was heard: these are opened for so long again. @param lasts ms */
	async renew(called: string, lasts: number, meetingIds: readonly string[]): Promise<void> {
		this.#clock.putRight();
		const until = this.#clock.now() + lasts;
		await this.#changeDevice({ called, locked: false, greatest: this.#clock.now() });
		for (const meetingId of meetingIds) {
			const { store, done } = this.#db.transaction('meetings', 'readwrite');
			const kept = await store.get(meetingId);
			if (kept) await store.put({ ...kept, until });
			await done;
		}
	}

	/** What is shown of it is put in the place of what was; its key is made with it. Until the server was heard it opens for `first` ms. */
	async keepMeeting(about: OfflineMeeting, first: number): Promise<void> {
		const { meetingId, reader } = about;
		const before = await this.#db.get('meetings', meetingId);
		const key =
			before?.key ?? (await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']));
		const sealed = await seal(key, utf8.encode(JSON.stringify(about)), [meetingId, 'about']);
		const until = Math.max(before?.until ?? 0, this.#clock.now() + first);
		await this.#db.put('meetings', { meetingId, readerId: reader.id, key, until, about: sealed });
	}

	/** Of whom; with what it says of itself, where it is opened. The latest meeting first. */
	async meetings(): Promise<readonly HeldMeeting[]> {
		const kept = await this.#db.getAll('meetings');
		const held = await Promise.all(kept.map((each) => this.#look(each)));
		return held.toSorted((one, other) => (other.about?.startsAt ?? 0) - (one.about?.startsAt ?? 0));
	}

	async meeting(meetingId: string): Promise<HeldMeeting | undefined> {
		const kept = await this.#db.get('meetings', meetingId);
		return kept && this.#look(kept);
	}

	papersOf(meetingId: string): Promise<readonly KeptPaper[]> {
		return this.#db.getAllFromIndex('papers', 'meeting', meetingId);
	}

	paper(versionId: string): Promise<KeptPaper | undefined> {
		return this.#db.get('papers', versionId);
	}

	/** Rejects when its meeting is kept no more. */
	async beginPaper(paper: KeptPaper): Promise<void> {
		await this.#key(paper.meetingId);
		await this.#db.put('papers', paper);
	}

	/** Those of its parts that are here. */
	async partsOf(versionId: string): Promise<ReadonlySet<number>> {
		const keys = await this.#db.getAllKeys('parts', range(versionId));
		return new Set(keys.map(([, index]) => index));
	}

	async keepPart({ meetingId, versionId, size }: KeptPaper, index: number, bytes: Bytes): Promise<void> {
		const sealed = await seal(await this.#key(meetingId), bytes, [meetingId, versionId, size, index]);
		await this.#whileKept(['papers', versionId], 'parts', sealed, [versionId, index]);
	}

	/** Undefined: it is not here, or not opened now. */
	async part({ meetingId, versionId, size }: KeptPaper, index: number): Promise<Bytes | undefined> {
		const key = await this.#openKey(meetingId);
		const sealed = key && (await this.#db.get('parts', [versionId, index]));
		return sealed && unseal(key, sealed, [meetingId, versionId, size, index]);
	}

	async keepAnswer(meetingId: string, address: string, answer: string): Promise<void> {
		const sealed = await seal(await this.#key(meetingId), utf8.encode(answer), [meetingId, address]);
		const [, versionId] = /^\/papers\/([^/?]+)/.exec(address) ?? [];
		const of = versionId === undefined ? (['meetings', meetingId] as const) : (['papers', versionId] as const);
		await this.#whileKept(of, 'answers', sealed, [meetingId, address]);
	}

	/** What was taken back while something of it was on its way gets nothing more: rejects. */
	async #whileKept<Name extends 'parts' | 'answers'>(
		[of, id]: readonly ['meetings' | 'papers', string],
		name: Name,
		sealed: Bytes,
		key: Schema[Name]['key'],
	): Promise<void> {
		const put = this.#db.transaction([of, name], 'readwrite');
		if ((await put.objectStore(of).getKey(id)) === undefined) throw new Error('it is kept no more');
		await put.objectStore(name).put(sealed, key);
		await put.done;
	}

	/** Undefined: it is not here, or not opened now. */
	async answer(meetingId: string, address: string): Promise<string | undefined> {
		const key = await this.#openKey(meetingId);
		const sealed = key && (await this.#db.get('answers', [meetingId, address]));
		const bytes = sealed && (await unseal(key, sealed, [meetingId, address]));
		return bytes && new TextDecoder().decode(bytes);
	}

	/** With all that was answered about it. */
	async dropPaper({ meetingId, versionId }: Pick<KeptPaper, 'meetingId' | 'versionId'>): Promise<void> {
		const drop = this.#db.transaction(['papers', 'parts', 'answers'], 'readwrite');
		const answers = drop.objectStore('answers');
		const about = (await answers.getAllKeys()).filter(
			([of, address]) => of === meetingId && address.startsWith(`/papers/${versionId}`),
		);
		await Promise.all([
			drop.objectStore('papers').delete(versionId),
			drop.objectStore('parts').delete(range(versionId)),
			...about.map((key) => answers.delete(key)),
			drop.done,
		]);
	}

	async dropMeeting(meetingId: string): Promise<void> {
		// The key first: whatever breaks off after that, nothing opens.
		await this.#db.delete('meetings', meetingId);
		for (const paper of await this.papersOf(meetingId)) await this.dropPaper(paper);
		await this.#db.delete('answers', IDBKeyRange.bound([meetingId, ''], [meetingId, '\uffff']));
	}

	/** Nothing is left of anybody. */
	async wipe(): Promise<void> {
		const wipe = this.#db.transaction(all, 'readwrite');
		await Promise.all([...all.map((name) => wipe.objectStore(name).clear()), wipe.done]);
	}

	async #changeDevice(change: Partial<Device>): Promise<void> {
		const change1 = this.#db.transaction('device', 'readwrite');
		const before = (await change1.store.get('this')) ?? unknown;
		const greatest = change.greatest ?? before.greatest;
		await change1.store.put({ ...before, ...change, greatest }, 'this');
		await change1.done;
	}

	async #look(kept: KeptMeeting): Promise<HeldMeeting> {
		const { meetingId, readerId, until, key, about } = kept;
		const { locked } = await this.device();
		const shut = locked ? 'locked' : this.#clock.now() >= until ? 'over' : undefined;
		const bytes = shut ? undefined : await unseal(key, about, [meetingId, 'about']);
		const opened = bytes && (JSON.parse(new TextDecoder().decode(bytes)) as OfflineMeeting);
		return { meetingId, readerId, until, readiness: shut ?? (opened ? 'ready' : 'damaged'), about: opened };
	}

	/** To seal with. */
	async #key(meetingId: string): Promise<CryptoKey> {
		const kept = await this.#db.get('meetings', meetingId);
		if (!kept) throw new Error('the meeting is not kept');
		return kept.key;
	}

	/** To read with, within its lease. */
	async #openKey(meetingId: string): Promise<CryptoKey | undefined> {
		const kept = await this.#db.get('meetings', meetingId);
		if (!kept || this.#clock.now() >= kept.until || (await this.device()).locked) return undefined;
		return kept.key;
	}
}

const range = (versionId: string): IDBKeyRange =>
	IDBKeyRange.bound([versionId, 0], [versionId, Number.MAX_SAFE_INTEGER]);
