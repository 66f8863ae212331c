import { randomUUID } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { io, type Socket } from 'socket.io-client';
import { pagesVersion } from '../../../app/pages-version.ts';
import { meetingNamespace, type MessageName, type Messages, type Welcome } from '#contract/messages.ts';
import type { Answer, RequestInput, RequestName, RequestOutput } from '#contract/requests.ts';
import { epochNow } from '../endpoint/clock.ts';
import { recordsIn } from '#test/support/welcomed.ts';

export interface DeviceAddress {
	readonly url: string;
	readonly meetingId: string;
	/** of a session */
	readonly cookie: string;
}

/** The product lets in who runs its own pages; this machine's are those of the product under test. */
const pages = pagesVersion();

/** As the browser's: joining may have to wait for its turn. ms */
const patience = 60_000;

/** The server's answer is no; the message is its code. */
export class Refusal extends Error {}

/** One device's link to the meeting, with the timing of the product's own (app/src/lib/live/connection.ts). */
export class Signalling {
	readonly deviceId = randomUUID();
	/** why the link was lost, each time that nobody here cut it (Socket.IO's reasons of `disconnect`) */
	readonly losses: string[] = [];
	readonly #socket: Socket;
	#seq = 0;
	#cut = false;
	#lostAt = 0;

	constructor({ url, meetingId, cookie }: DeviceAddress) {
		this.#socket = io(`${url}${meetingNamespace}`, {
			auth: (give) => give({ meetingId, deviceId: this.deviceId, lastSeq: this.#seq, checking: false, pages }),
			extraHeaders: { cookie },
			transports: ['websocket'],
			reconnectionDelay: 250,
			reconnectionDelayMax: 1_000,
			timeout: 5_000,
			autoConnect: false,
			forceNew: true,
		});
		this.on('welcome', ({ snapshot, records }) => {
			// Only how far it goes: hundreds of devices in one process do not each keep a copy of the meeting.
			if (snapshot !== null) this.#seq = Number(/"seq":(\d+)/.exec(gunzipSync(snapshot).toString())?.[1] ?? 0);
			this.#seq = recordsIn(records).at(-1)?.seq ?? this.#seq;
		});
		this.on('records', (records) => (this.#seq = records.at(-1)?.seq ?? this.#seq));
		this.#socket.on('disconnect', (reason) => {
			if (!this.#cut && reason !== 'io client disconnect') {
				this.losses.push(reason);
				this.#lostAt = epochNow();
			}
			this.#cut = false;
			if (reason === 'io server disconnect') this.#socket.connect();
		});
	}

	/** Sequence number of the last event that it was told. */
	get seq(): number {
		return this.#seq;
	}

	/** When it was lost last and nobody here cut it; ms since 1970, 0: never. */
	get lostAt(): number {
		return this.#lostAt;
	}

	/** Resolves with the welcome; rejects with the code of a refusal. */
	connect(): Promise<Welcome> {
		return new Promise((resolve, reject) => {
			this.#socket.once('welcome', resolve);
			this.#socket.once('goodbye', ({ code }: Messages['goodbye']) => reject(new Error(code)));
			this.#socket.on('connect_error', (error: Error & { data?: { code?: string } }) => {
				if (error.data?.code) reject(new Error(error.data.code));
			});
			this.#socket.connect();
		});
	}

	on<N extends MessageName>(name: N, listener: (message: Messages[N]) => void): void {
		this.#socket.on(name as string, listener as (message: unknown) => void);
	}

	/** Whatever comes, by its name. */
	onEvery(listener: (name: string) => void): void {
		this.#socket.onAny(listener);
	}

	/** Throws an error whose message is the refusal's code. */
	request<N extends RequestName>(name: N, input: RequestInput<N>): Promise<RequestOutput<N>> {
		return this.#ask(randomUUID(), name, input);
	}

	/**
	 * As the page gives a command: over a link that is lost meanwhile it is asked again, under the same id, when the device
	 * is welcomed anew. False: no answer came within a minute, whatever was tried. Throws the refusal's code.
	 */
	async insist<N extends RequestName>(name: N, input: RequestInput<N>): Promise<boolean> {
		const id = randomUUID();
		const end = performance.now() + patience;
		while (performance.now() < end) {
			const left = AbortSignal.timeout(Math.ceil(end - performance.now()));
			if (!this.#socket.connected && !(await this.#welcomed(left))) return false;
			try {
				await this.#ask(id, name, input);
				return true;
			} catch (error) {
				if (error instanceof Refusal) throw error;
			}
		}
		return false;
	}

	#welcomed(within: AbortSignal): Promise<boolean> {
		return new Promise((resolve) => {
			const welcome = () => resolve(true);
			this.#socket.once('welcome', welcome);
			within.addEventListener('abort', () => {
				this.#socket.off('welcome', welcome);
				resolve(false);
			});
		});
	}

	async #ask<N extends RequestName>(id: string, name: N, input: RequestInput<N>): Promise<RequestOutput<N>> {
		const envelope = { id, name, input };
		const answer = (await this.#socket.timeout(patience).emitWithAck('request', envelope)) as Answer<N>;
		if (!answer.ok) throw new Refusal(answer.code);
		return answer.output;
	}

	/** As a network does it: without goodbye. It comes back by itself. */
	cut(): void {
		this.#cut = this.#socket.connected;
		this.#socket.io.engine.close();
	}

	close(): void {
		this.#socket.disconnect();
	}
}
