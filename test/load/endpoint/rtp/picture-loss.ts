import { Gaps } from './gaps.ts';
import type { SequenceWindow } from './sequence-window.ts';

/** Without a picture that can be decoded a key frame is asked for, after so long each time: for the first, and later. ms */
const patience = { first: 200, later: 3_000 };
/** Of a key frame that comes just now the rest is awaited; of what does not come at all nothing is asked. ms */
const keyFrameTakes = 200;
const restsAfter = 5_000;

/**
 * When a browser asks for a key frame, as libwebrtc does it (RtpVideoStreamReceiver2, VideoReceiveStream2): at once where a
 * stream begins with another frame, and when nothing of what comes can be decoded. Whatever is missing since the last key
 * frame breaks the picture here; there some frames are needed by no other. Times in ms, any one clock.
 */
export class PictureLoss {
	readonly #window: Pick<SequenceWindow, 'lacksSince'>;
	#keyFrame: { readonly index: number; readonly time: number } | undefined;
	readonly #stands = new Gaps();
	#decoded = false;
	#begun = false;
	#due = false;
	#packetAt = -Infinity;
	/** of the first packet, the last picture or the last request */
	#since = Infinity;

	constructor(window: Pick<SequenceWindow, 'lacksSince'>) {
		this.#window = window;
	}

	/** A frame begins; before `notePacket`. */
	noteFrame(index: number, time: number, isKeyFrame: boolean): void {
		if (isKeyFrame && index > (this.#keyFrame?.index ?? -1)) this.#keyFrame = { index, time };
		this.#due ||= !isKeyFrame && !this.#begun;
		this.#begun = true;
	}

	notePacket(time: number): void {
		this.#packetAt = time;
		this.#since = Math.min(this.#since, time);
		if (!this.#keyFrame || this.#window.lacksSince(this.#keyFrame.index)) return;
		this.#decoded = true;
		this.#stands.note(time, 0);
		this.#since = time;
	}

	/** The longest, since this was asked last, that nothing came which can be shown; see Gaps. ms */
	takeLongestStand(looked: number): number {
		return this.#stands.take(looked).ms;
	}

	/** Whether to ask now. */
	takeRequest(now: number): boolean {
		const waits = now - this.#since >= (this.#decoded ? patience.later : patience.first);
		const comes = now - this.#packetAt < restsAfter && now - (this.#keyFrame?.time ?? -Infinity) >= keyFrameTakes;
		if (!this.#due && !(waits && comes)) return false;
		this.#due = false;
		this.#since = now;
		return true;
	}
}
