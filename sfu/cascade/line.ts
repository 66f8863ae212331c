import type { Logger } from 'pino';
import type { Origin } from '#sfu/conference/origin.ts';
import type { Seat } from '#sfu/conference/seat.ts';
import type { SentTrack } from '#sfu/conference/sent-track.ts';
import { sourceKey, type SourceKey } from '#sfu/conference/stage-diff.ts';
import type { Taker } from '#sfu/conference/taker.ts';
import type { Source } from '#sfu/link/contract-endpoint.ts';
import type { LineFigures, LineState, Neighbour, Place } from '#sfu/link/contract-line.ts';
import type { MediaWorker } from '#sfu/node/media-worker.ts';
import { Agreement } from './agreement.ts';
import { ArrivingTracks } from './arriving-tracks.ts';
import type { Wish } from './budget.ts';
import type { LeavingTakerPort } from './leaving-taker.ts';
import { LeavingTracks } from './leaving-tracks.ts';
import { LineEnd } from './line-end.ts';
import { foreseen } from './line-wants.ts';
import type { Granted, WayBudget } from './way-budget.ts';

export interface LinePort extends Omit<LeavingTakerPort, 'onChanged'> {
	/** Of the meeting, among all that go over a way. */
	readonly meeting: string;
	/** What all of this node's meetings send to the neighbour. */
	readonly way: WayBudget;
	/** Throws MediaError `media-worker-absent`. */
	takeSeat(): Promise<Seat>;
	giveBack(seat: Seat): void;
	/** Where a source is on the stage. */
	onStage(key: SourceKey): Place | undefined;
	/** What this node wants of what is beyond the neighbour. */
	wanted(): LineState['wanted'];
	/** A source of an endpoint beyond has come, was muted or unmuted, or is gone. */
	onSource(endpointId: string, source: Source, track: SentTrack): void;
	/** The way to the neighbour stands, or is cut. */
	onWay(stands: boolean): void;
	/** To the neighbour. */
	tell(state: LineState): void;
	readonly log: Pick<Logger, 'warn' | 'info' | 'debug'>;
}

/** What there is of a line while its end here stands. */
interface Laid {
	readonly seat: Seat;
	readonly end: LineEnd;
	/** What goes to the neighbour, and what comes from it. */
	readonly leaving: LeavingTracks;
	readonly arriving: ArrivingTracks;
}

/** After a failure the line is laid again, in ms. */
const layAgainAfter = 1_000;

/** Where the line has a budget, what its pictures cost is looked at so often, in ms. */
const measuredEvery = 2_000;

/**
 * The line of one conference to one neighbouring node: what somebody here takes of what is beyond it comes over it once, and what
 * the neighbour wants goes. Laid anew when it is lost, on either side.
 */
export class Line {
	readonly #port: LinePort;
	readonly #agreement: Agreement;
	#neighbour: Neighbour;
	#beyond: ReadonlySet<string>;
	#other: LineState | undefined;
	#laid: Laid | undefined;
	#looking: NodeJS.Immediate | undefined;
	#settling = false;
	#isDue = false;
	/** runs after a failure: until it ends no end is laid */
	#again: NodeJS.Timeout | undefined;
	#closed = false;

	constructor(neighbour: Neighbour, port: LinePort) {
		this.#port = port;
		this.#neighbour = neighbour;
		this.#beyond = new Set(neighbour.beyond);
		this.#agreement = new Agreement({
			content: () => ({
				end: this.#laid?.end.told ?? null,
				wanted: this.#closed ? [] : port.wanted(),
				carried: this.#carried,
			}),
			tell: (state) => port.tell(state),
		});
		this.look();
	}

	get neighbour(): Neighbour {
		return this.#neighbour;
	}

	get beyond(): ReadonlySet<string> {
		return this.#beyond;
	}

	/** Whoever is beyond the line, as those who take what is here; none while it does not stand. */
	get takers(): readonly Taker[] {
		return this.#laid?.end.met === undefined ? [] : this.#laid.leaving.takers;
	}

	/** Something can go over it. */
	get stands(): boolean {
		return this.#laid?.end.state === 'stands';
	}

	/** Tracks that go to the neighbour from this worker. */
	consumersOn(worker: MediaWorker): number {
		return this.#laid?.seat.worker === worker ? this.#laid.leaving.size : 0;
	}

	/** An endpoint beyond the line, as one whose sources come here. */
	origin(endpointId: string): Origin | undefined {
		const laid = this.#laid;
		if (!laid || !this.#beyond.has(endpointId)) return undefined;
		return {
			id: endpointId,
			seat: laid.seat,
			getSent: (source) => laid.arriving.get(source, endpointId),
			want: () => this.look(),
		};
	}

	/** Who is beyond it, and what it carries, may have changed; not what the neighbour is. */
	declare(neighbour: Neighbour): void {
		this.#neighbour = neighbour;
		this.#beyond = new Set(neighbour.beyond);
		this.look();
	}

	/** What the neighbour says of its end. */
	hear(state: LineState): void {
		if (this.#agreement.hear(state)) this.#other = state;
		this.look();
	}

	/** What is wanted or carried may have changed: once for all that happens in this turn. */
	look(): void {
		if (!this.#closed) this.#looking ??= setImmediate(() => this.#settle());
	}

	/** The stage has changed: what is kept ready for the neighbour flows as soon as for whoever is here. */
	followStage(): void {
		if (this.stands) this.#laid?.leaving.follow(this.#wanted, this.#agreement.acknowledged);
		this.look();
	}

	/** How it does at this moment. */
	async measure(): Promise<LineFigures> {
		const { nodeId, is, kbps: saidKbps } = this.#neighbour;
		const { end, leaving } = this.#laid ?? {};
		const measured = (await end?.measure()) ?? { sentKbps: 0, receivedKbps: 0, availableKbps: null };
		return {
			nodeId,
			is,
			state: end?.state ?? 'laying',
			way: end?.way ?? null,
			...measured,
			saidKbps,
			sent: leaving?.figures ?? [],
		};
	}

	/** What was said to the neighbour may have been lost. */
	repeat(): void {
		this.#agreement.repeat();
	}

	/** Idempotent. The neighbour is told that nothing is left here. */
	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		clearImmediate(this.#looking);
		clearTimeout(this.#again);
		this.#drop();
		this.#agreement.look();
		this.#agreement.close();
	}

	get #carried(): LineState['carried'] {
		return this.#laid?.end.met === undefined ? [] : this.#laid.leaving.carried;
	}

	/** What the neighbour wants, or is about to. */
	get #wanted(): LineState['wanted'] {
		return (this.#other?.wanted ?? []).flatMap((each) => {
			const { source, endpointId } = each;
			const here = this.#port.onStage(sourceKey(source, endpointId));
			// Cameras alone are looked at besides the stage: nobody else is listened to, whatever the neighbour says.
			if (this.#beyond.has(endpointId) || (source !== 'camera' && !here)) return [];
			return foreseen(each, here);
		});
	}

	/** One step after the other; what comes meanwhile is seen to afterwards. Never rejects. */
	async #settle(): Promise<void> {
		this.#looking = undefined;
		this.#isDue = true;
		if (this.#settling) return;
		this.#settling = true;
		while (this.#isDue && !this.#closed) {
			this.#isDue = false;
			try {
				await this.#follow(this.#other);
			} catch (error) {
				if (this.#closed) break;
				this.#port.log.warn({ err: error, nodeId: this.#neighbour.nodeId }, 'a line is not laid');
				this.#again ??= setTimeout(() => this.#layAgain(), layAgainAfter);
				this.#drop();
			}
			this.#say();
		}
		this.#settling = false;
		if (this.#closed) this.#drop();
	}

	/** Rejects where the end cannot be laid, or is lost meanwhile. */
	async #follow(other: LineState | undefined): Promise<void> {
		const theirs = other?.end ?? undefined;
		const met = this.#laid?.end.met;
		if (this.#laid?.end.closed || (met !== undefined && met !== theirs?.id)) this.#drop();
		// The child lays its own first.
		if (!this.#again && (this.#neighbour.is === 'parent' || theirs?.meets === null)) this.#laid ??= await this.#lay();
		const laid = this.#laid;
		if (!laid || this.#closed) return;
		if (laid.end.met === undefined && theirs && laid.end.fits(theirs)) {
			await laid.end.meet(theirs);
			this.#port.log.info(
				{ nodeId: this.#neighbour.nodeId, worker: laid.seat.worker.index },
				'the ends of a line have met',
			);
		}
		// Where nothing comes from nothing is sent; what is there is kept, for when it is whole again.
		if (laid.end.state !== 'stands') return laid.leaving.rest();
		if (!other || this.#closed) return;
		laid.leaving.follow(this.#wanted, this.#agreement.acknowledged);
		await laid.arriving.follow(other.carried.filter(({ endpointId }) => this.#beyond.has(endpointId)));
		this.#agreement.takeUp(other.revision);
	}

	#layAgain(): void {
		this.#again = undefined;
		this.look();
	}

	#say(): void {
		this.#agreement.look();
		this.#laid?.leaving.said(this.#agreement.revision);
	}

	async #lay(): Promise<Laid> {
		const seat = await this.#port.takeSeat();
		try {
			const end = await LineEnd.lay(seat, this.#neighbour);
			// There may be another line to the same node by now, with takers of the same name.
			if (this.#closed) {
				end.close();
				throw new Error('the line is not wanted any more');
			}
			end.onClosed(() => this.look());
			end.onState(() => this.#handleState(end.state));
			const { way, meeting } = this.#port;
			const leaving = new LeavingTracks(this.#neighbour.nodeId, seat, end, {
				...this.#port,
				onChanged: () => this.look(),
				grant: (wishes) => this.#grant(end, wishes),
				lack: (key) => way.lack(meeting, key),
			});
			end.onNarrowed(() => leaving.makeWay());
			const arriving = new ArrivingTracks(end, {
				onSource: (endpointId, source, track) => this.#port.onSource(endpointId, source, track),
				again: () => this.look(),
				log: this.#port.log,
			});
			const laid: Laid = { seat, end, leaving, arriving };
			const measuring = setInterval(() => void this.#measureCosts(laid), measuredEvery);
			end.onClosed(() => clearInterval(measuring));
			return laid;
		} catch (error) {
			this.#port.giveBack(seat);
			throw error;
		}
	}

	/** What the budget of the way has for them. */
	#grant(end: LineEnd, wishes: readonly Wish[]): Granted['layers'] | undefined {
		const { way, meeting } = this.#port;
		const { kbps } = this.#neighbour;
		const granted = kbps === null ? undefined : way.ask(meeting, { kbps, wishes, onChanged: () => this.look() });
		if (!granted) way.leave(meeting);
		end.allow(granted);
		return granted?.layers;
	}

	/** What its pictures cost is known a little later. */
	async #measureCosts({ end, leaving }: Laid): Promise<void> {
		if (this.#neighbour.kbps === null || end.state !== 'stands') return;
		await leaving.measure();
		this.look();
	}

	#handleState(state: LineEnd['state']): void {
		const { nodeId } = this.#neighbour;
		if (state === 'cut') this.#port.log.warn({ nodeId }, 'line is cut');
		else this.#port.log.info({ nodeId }, 'the way of a line stands');
		this.#port.onWay(state === 'stands');
		this.look();
	}

	#drop(): void {
		const laid = this.#laid;
		if (!laid) return;
		this.#laid = undefined;
		laid.arriving.close();
		laid.leaving.close();
		this.#port.way.leave(this.#port.meeting);
		laid.end.close();
		this.#port.giveBack(laid.seat);
	}
}
