import '#lib/papers/native-pictures.ts';
import { afterEach, expect, test, vi } from 'vitest';

afterEach(() => vi.unstubAllGlobals());

test('a JPEG is decoded by the browser, as small as pdf.js wishes; other kinds are left to pdf.js', async () => {
	const asked: unknown[] = [];
	vi.stubGlobal('createImageBitmap', async ({ type, size }: Blob, { resizeWidth: width = 30 }: ImageBitmapOptions) => {
		asked.push(type, size);
		return { width, height: 20 };
	});
	expect(await ImageDecoder.isTypeSupported('image/jpeg')).toBe(true);
	expect(await ImageDecoder.isTypeSupported('image/bmp')).toBe(false);
	const init = { data: new Uint8Array(7), type: 'image/jpeg' };
	expect((await new ImageDecoder(init).decode()).image).toMatchObject({ displayWidth: 30, displayHeight: 20 });
	const smaller = new ImageDecoder({ ...init, desiredWidth: 10, desiredHeight: 20 });
	expect((await smaller.decode()).image).toMatchObject({ displayWidth: 10 });
	smaller.close();
	expect(asked).toEqual(['image/jpeg', 7, 'image/jpeg', 7]);
});
