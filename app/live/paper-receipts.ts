import { noteReceipts, type ReceiptNote, type ReceivingDevice } from '#db/documents/paper-receipts.ts';
import type { Database } from '#db/client.ts';
import { levelOf } from '#meeting/paper-rights.ts';
import { ofPlan, type Plan } from '#meeting/plan.ts';
import type { Logger } from 'pino';
import { nextTurn } from './next-turn.ts';

/** How long notes are gathered before they are written. ms */
const gatheredFor = 2_000;

/** Rows that are written at one go: a millisecond or two of the loop. */
const atOnce = 100;

/**
 * Who received and who opened which paper when. Nobody waits for it: it is written behind, some rows in each turn of the loop. What
 * was noted in the last seconds before a crash is lost; the paper is read all the same.
 */
export class PaperReceipts {
	readonly #db: Database;
	readonly #log: Logger;
	#notes: ReceiptNote[] = [];
	#timer: NodeJS.Timeout | undefined;
	/** with which plan each device has been told of its papers */
	readonly #told = new WeakMap<ReceivingDevice, Plan>();

	constructor(db: Database, log: Logger) {
		this.#db = db;
		this.#log = log;
	}

	received(device: ReceivingDevice, versionIds: readonly string[]): void {
		const at = Date.now();
		this.#note(versionIds.map((versionId) => ({ ...keyOf(device), versionId, what: 'received' as const, at })));
	}

	opened(device: ReceivingDevice, versionId: string): void {
		this.#note([{ ...keyOf(device), versionId, what: 'opened', at: Date.now() }]);
	}

	/** It has been handed the plan, or what is new in it. The same device with the same plan has it already. */
	receivedPlan(device: ReceivingDevice, plan: Plan): void {
		const before = this.#told.get(device);
		if (before === plan) return;
		this.#told.set(device, plan);
		const known = before ? versionsOf(before) : undefined;
		const added = known ? plan.papers.filter(({ versionId }) => !known.has(versionId)) : plan.papers;
		const own = added.filter((paper) => levelOf(plan, device.participantId, paper) !== 'none');
		if (own.length > 0)
			this.received(
				device,
				own.map(({ versionId }) => versionId),
			);
	}

	/** All that has been noted is written. */
	flush(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		const notes = this.#notes;
		this.#notes = [];
		if (notes.length > 0) this.#write(notes);
	}

	#note(notes: readonly ReceiptNote[]): void {
		this.#notes.push(...notes);
		if (this.#notes.length > 0) this.#timer ??= setTimeout(() => void this.#writeBehind(), gatheredFor).unref();
	}

	async #writeBehind(): Promise<void> {
		while (this.#notes.length > 0) {
			this.#write(this.#notes.splice(0, atOnce));
			await nextTurn();
		}
		this.#timer = undefined;
	}

	#write(notes: readonly ReceiptNote[]): void {
		try {
			noteReceipts(this.#db, notes);
		} catch (error) {
			this.#log.error({ err: error, notes: notes.length }, 'who has received papers could not be written');
		}
	}
}

const keyOf = ({ participantId, sessionKey }: ReceivingDevice): ReceivingDevice => ({ participantId, sessionKey });

const versionsOf = ofPlan(({ papers }) => new Set(papers.map(({ versionId }) => versionId)));
