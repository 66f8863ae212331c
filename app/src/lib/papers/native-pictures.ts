/**
 * JPEGs, which scans are made of, are decoded by the browser, as a picture that can be given back. pdf.js asks `ImageDecoder` for
 * it, which some browsers do not have, and of whose frames Chromium keeps what it has drawn, up to 512 MB, long after they are
 * closed. Loaded before pdf.js, which looks for it once.
 */
class NativePictures {
	static async isTypeSupported(type: string): Promise<boolean> {
		return type === 'image/jpeg';
	}

	readonly #data: Uint8Array<ArrayBuffer>;
	readonly #type: string;
	readonly #size: ImageBitmapOptions;

	/** @param init as `ImageDecoder`'s */
	constructor({ data, type, desiredWidth, desiredHeight }: NativePictureInit) {
		this.#data = data;
		this.#type = type;
		this.#size =
			desiredWidth === undefined || desiredHeight === undefined
				? {}
				: { resizeWidth: desiredWidth, resizeHeight: desiredHeight };
	}

	/** Rejects where the browser cannot read it: pdf.js decodes it itself then. */
	async decode(): Promise<{ readonly image: ImageBitmap }> {
		const image = await createImageBitmap(new Blob([this.#data], { type: this.#type }), this.#size);
		// As a frame says it; pdf.js asks for it before it sends the picture on.
		return { image: Object.assign(image, { displayWidth: image.width, displayHeight: image.height }) };
	}

	close(): void {}
}

interface NativePictureInit {
	readonly data: Uint8Array<ArrayBuffer>;
	readonly type: string;
	readonly desiredWidth?: number;
	readonly desiredHeight?: number;
}

Object.assign(globalThis, { ImageDecoder: NativePictures });
