import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';

/** What becomes of packets on the way; the same each time, but for what the machine adds. */
interface Hindrance {
	/** each way, at the least and at the most; ms. Where they differ packets overtake each other. */
	readonly delay?: readonly [least: number, most: number];
	/** of what goes to the device, 0 to 1 */
	readonly loss?: number;
	/** nothing passes, either way */
	readonly cut?: boolean;
}

/**
 * The way of one device's media to a UDP port of this machine: the device sends to `port` in place of that. It needs no
 * network of its own, and makes what this kernel cannot (it has no `netem`).
 */
export class UdpRelay {
	readonly port: number;
	readonly #near: Socket;
	readonly #far: Socket;
	readonly #underWay = new Set<NodeJS.Timeout>();
	#device: RemoteInfo | undefined;
	#hindrance: Hindrance = {};
	/** Of a generator of its own: the same packets are hindered each time (Park and Miller). */
	#seed = 1;

	static async open(serverPort: number): Promise<UdpRelay> {
		const [near, far] = [createSocket('udp4'), createSocket('udp4')];
		near.bind(0, '127.0.0.1');
		far.connect(serverPort, '127.0.0.1');
		await Promise.all([once(near, 'listening'), once(far, 'connect')]);
		return new UdpRelay(near, far);
	}

	private constructor(near: Socket, far: Socket) {
		this.port = near.address().port;
		this.#near = near;
		this.#far = far;
		near.on('message', (packet, device) => {
			this.#device = device;
			this.#later(() => far.send(packet));
		});
		far.on('message', (packet) => {
			if (this.#random() < (this.#hindrance.loss ?? 0)) return;
			this.#later(() => near.send(packet, this.#device?.port, this.#device?.address));
		});
	}

	/** From now on, and nothing else. */
	hinder(hindrance: Hindrance): void {
		this.#hindrance = hindrance;
	}

	/** What is under way is lost. */
	close(): void {
		for (const timer of this.#underWay) clearTimeout(timer);
		this.#near.close();
		this.#far.close();
	}

	#later(send: () => void): void {
		if (this.#hindrance.cut) return;
		const [least, most] = this.#hindrance.delay ?? [0, 0];
		if (most === 0) return send();
		const timer = setTimeout(
			() => {
				this.#underWay.delete(timer);
				send();
			},
			least + this.#random() * (most - least),
		);
		this.#underWay.add(timer);
	}

	#random(): number {
		this.#seed = (this.#seed * 16_807) % 2_147_483_647;
		return this.#seed / 2_147_483_647;
	}
}
