import { encodeWithin } from './encode-within.ts';

/** A camera that gives no picture for so long gives none, in ms. */
const firstPictureWithin = 3_000;

/**
 * What a camera sees at this moment, as a JPEG of at most `most` bytes that fits into this size; null where it shows
 * nothing. The camera is already open: this sends nothing and asks nobody.
 */
export async function takeStill(
	stream: MediaStream,
	{ width, height, most }: { width: number; height: number; most: number },
): Promise<Uint8Array<ArrayBuffer> | null> {
	const video = document.createElement('video');
	video.muted = true;
	video.playsInline = true;
	video.srcObject = stream;
	try {
		if (!(await firstPicture(video))) return null;
		const scale = Math.min(width / video.videoWidth, height / video.videoHeight, 1);
		const canvas = document.createElement('canvas');
		canvas.width = Math.round(video.videoWidth * scale);
		canvas.height = Math.round(video.videoHeight * scale);
		const context = canvas.getContext('2d');
		if (!context) return null;
		context.imageSmoothingQuality = 'high';
		context.drawImage(video, 0, 0, canvas.width, canvas.height);
		const encode = (quality: number) => new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', quality));
		const still = await encodeWithin(most, encode);
		return still && new Uint8Array(await still.arrayBuffer());
	} finally {
		video.srcObject = null;
	}
}

function firstPicture(video: HTMLVideoElement): Promise<boolean> {
	return new Promise((resolve) => {
		const timer = setTimeout(resolve, firstPictureWithin, false);
		video.addEventListener(
			'loadeddata',
			() => {
				clearTimeout(timer);
				resolve(video.videoWidth > 0);
			},
			{ once: true },
		);
		// A play() that ends with its stream is no fault.
		video.play().catch(() => {});
	});
}
