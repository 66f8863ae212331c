import { randomUUID } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { io, type Socket } from 'socket.io-client';
import { pagesVersion } from '../../../app/pages-version.ts';
import { meetingNamespace, type MessageName, type Messages, type Welcome } from '#contract/messages.ts';
import type { Answer, RequestInput, RequestName, RequestOutput } from '#contract/requests.ts';

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

/** One device's link to the meeting, with the timing of the product's own (app/src/lib/live/connection.ts). */
export class Signalling {
	readonly deviceId = randomUUID();
	readonly #socket: Socket;
	#seq = 0;

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
			this.#seq = records.at(-1)?.seq ?? this.#seq;
		});
		this.on('records', (records) => (this.#seq = records.at(-1)?.seq ?? this.#seq));
		this.#socket.on('disconnect', (reason) => {
			if (reason === 'io server disconnect') this.#socket.connect();
		});
	}

	/** Sequence number of the last event that it was told. */
	get seq(): number {
		return this.#seq;
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

	/** Throws an error whose message is the refusal's code. */
	async request<N extends RequestName>(name: N, input: RequestInput<N>): Promise<RequestOutput<N>> {
		const envelope = { id: randomUUID(), name, input };
		const answer = (await this.#socket.timeout(patience).emitWithAck('request', envelope)) as Answer<N>;
		if (!answer.ok) throw new Error(answer.code);
		return answer.output;
	}

	/** As a network does it: without goodbye. It comes back by itself. */
	cut(): void {
		this.#socket.io.engine.close();
	}

	close(): void {
		this.#socket.disconnect();
	}
}
