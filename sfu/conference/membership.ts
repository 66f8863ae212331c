import { AwaitQueue } from 'awaitqueue';
import type { RtpCapabilities } from 'mediasoup/types';
import type { Logger } from 'pino';
import type { Source } from '#sfu/link/contract-endpoint.ts';
import { MediaError } from '#sfu/link/errors.ts';
import { Audience } from './audience.ts';
import { Endpoint, type EndpointPort } from './endpoint.ts';
import type { Seat } from './seat.ts';
import { Seats, type SeatsPort } from './seats.ts';
import { WebRtcLeg } from './webrtc-leg.ts';

interface MembershipPort extends Pick<SeatsPort, 'waitForWorker' | 'placeEndpoint'> {
	portOf(endpointId: string, seat: Seat): EndpointPort;
	/** An endpoint joins, or joins anew, and sent these before. */
	onJoining(endpointId: string, sent: readonly Source[]): void;
	/** An endpoint has left, or nothing was there of it. */
	onLeft(endpointId: string): void;
	/** These endpoints are gone with their worker. */
	onLost(seat: Seat, endpoints: readonly Endpoint[]): void;
	log: Logger;
}

/** Who is in a conference, on which seats, and who may be. */
export class Membership {
	readonly seats: Seats;
	readonly #conferenceId: string;
	readonly #port: MembershipPort;
	readonly #endpoints = new Map<string, Endpoint>();
	/** Joining and leaving of one endpoint in order: who leaves while still joining must not stay as a ghost. */
	readonly #turns = new Map<string, AwaitQueue>();
	readonly #audience = new Audience();
	#closed = false;

	constructor(conferenceId: string, port: MembershipPort) {
		this.#conferenceId = conferenceId;
		this.#port = port;
		this.seats = new Seats({
			waitForWorker: () => port.waitForWorker(),
			placeEndpoint: (seated) => port.placeEndpoint(seated),
			onLost: (seat) => this.#handleLost(seat),
		});
	}

	get endpoints(): readonly Endpoint[] {
		return [...this.#endpoints.values()];
	}

	get(endpointId: string): Endpoint | undefined {
		return this.#endpoints.get(endpointId);
	}

	/** Enters, or enters anew: the former incarnation of the same endpoint is closed. */
	async join(endpointId: string, rtpCapabilities: RtpCapabilities, probe: boolean): Promise<Endpoint> {
		return this.#inTurn(endpointId, async () => {
			this.#audience.require(endpointId, probe);
			this.#port.onJoining(endpointId, this.#endpoints.get(endpointId)?.sources ?? []);
			this.#drop(endpointId);
			const seat = await this.seats.take();
			try {
				const transports = await WebRtcLeg.createTransports(seat);
				if (this.#closed || seat.lost) throw new MediaError('conference-unknown', this.#conferenceId);
				// A closed item may have begun meanwhile.
				if (!this.#audience.admits(endpointId, probe))
					for (const each of [transports.send, transports.receive]) each.close();
				this.#audience.require(endpointId, probe);
				const port = this.#port.portOf(endpointId, seat);
				const endpoint = new Endpoint({ id: endpointId, probe, rtpCapabilities, seat, transports, port });
				this.#endpoints.set(endpointId, endpoint);
				this.#port.log.info({ endpointId, probe, worker: seat.worker.index }, 'endpoint joined');
				return endpoint;
			} catch (error) {
				this.seats.giveBack(seat);
				// The worker died while the endpoint came to sit on it: asked again, it finds another one.
				throw seat.lost ? new MediaError('endpoint-unknown', endpointId, error) : error;
			}
		});
	}

	/** Idempotent. */
	async leave(endpointId: string): Promise<void> {
		await this.#inTurn(endpointId, async () => {
			const was = this.#drop(endpointId);
			this.#port.onLeft(endpointId);
			if (was) this.#port.log.info({ endpointId }, 'endpoint left');
		});
	}

	/** Who is not of the audience leaves; null: all may be there. Probes always may. */
	admit(audience: readonly string[] | null): void {
		this.#audience.set(audience);
		// Nothing but the conference's own end keeps them from leaving.
		for (const { id, probe } of this.endpoints) if (!this.#audience.admits(id, probe)) this.leave(id).catch(() => {});
	}

	/** Idempotent; closes all endpoints. Their seats are the conference's to close, after all that sits on them. */
	close(): void {
		this.#closed = true;
		for (const turn of this.#turns.values()) turn.stop();
		for (const endpointId of [...this.#endpoints.keys()]) this.#drop(endpointId);
	}

	/** The worker died: its endpoints are called back, to sit on others. */
	#handleLost(seat: Seat): void {
		if (this.#closed) return;
		const gone = this.endpoints.filter((endpoint) => endpoint.seat === seat);
		for (const { id } of gone) this.#drop(id);
		this.#port.onLost(seat, gone);
	}

	#drop(endpointId: string): boolean {
		const endpoint = this.#endpoints.get(endpointId);
		if (!endpoint) return false;
		this.#endpoints.delete(endpointId);
		endpoint.close();
		this.seats.giveBack(endpoint.seat);
		return true;
	}

	async #inTurn<T>(endpointId: string, task: () => Promise<T>): Promise<T> {
		if (this.#closed) throw new MediaError('conference-unknown', this.#conferenceId);
		const turn = this.#turns.get(endpointId) ?? new AwaitQueue();
		this.#turns.set(endpointId, turn);
		try {
			return await turn.push(task);
		} finally {
			if (turn.size === 0) this.#turns.delete(endpointId);
		}
	}
}
