/** What a bad uplink does to what is sent over it. */
export interface UplinkLoss {
	/** of packets of media, 0 to 1, at random */
	readonly share: number;
	/** What is lost is not sent again when it is asked for. */
	readonly forGood: boolean;
	/** What is sent again gets through, in place of being lost in the same share. */
	readonly repairsArrive?: boolean;
}

/**
 * Loses packets after they are numbered and before they are sealed: who receives the others cannot tell it from a network,
 * and no network of its own is needed for it. What the endpoint says besides media (RTCP, ICE, DTLS) arrives.
 */
export class BadUplink {
	loss: UplinkLoss = { share: 0, forGood: false };
	/** Of a generator of its own: the same packets are lost each time (Park and Miller). */
	#seed = 1;

	/** Whether the next packet is lost on the way. */
	loses(): boolean {
		if (this.loss.share === 0) return false;
		this.#seed = (this.#seed * 16_807) % 2_147_483_647;
		return this.#seed / 2_147_483_647 < this.loss.share;
	}
}
