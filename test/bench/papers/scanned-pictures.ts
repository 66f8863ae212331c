import type { Browser } from '@playwright/test';

/** JPEGs of written pages with a scanner's grain, each of at most so many bytes and nearly as many. */
export async function scannedPictures(
	browser: Browser,
	{ width, height }: { readonly width: number; readonly height: number },
	most: number,
): Promise<readonly Buffer[]> {
	const page = await browser.newPage();
	const pictures = await page.evaluate(
		async ({ width, height, most }) => {
			const canvas = Object.assign(document.createElement('canvas'), { width, height });
			const context = canvas.getContext('2d');
			if (!context) throw new Error('no canvas');
			const made: string[] = [];
			for (let number = 1; number <= 6; number += 1) {
				context.fillStyle = '#f4f2ec';
				context.fillRect(0, 0, width, height);
				context.fillStyle = '#222';
				context.font = '26px serif';
				for (let line = 0; line < 40; line += 1)
					context.fillText(
						`${number}.${line} Căn cứ Luật Tổ chức chính quyền địa phương; xét Tờ trình của Ủy ban`,
						120,
						140 + line * 38,
					);
				const grained = context.getImageData(0, 0, width, height);
				let seed = number * 7919;
				for (let at = 0; at < grained.data.length; at += 4) {
					seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff;
					const grain = ((seed >> 16) % 25) - 12;
					for (let part = 0; part < 3; part += 1) grained.data[at + part] = (grained.data[at + part] ?? 0) + grain;
				}
				context.putImageData(grained, 0, 0);
				for (let quality = 0.95; ; quality -= 0.05) {
					const url = canvas.toDataURL('image/jpeg', quality);
					const base64 = url.slice(url.indexOf(',') + 1);
					if ((base64.length * 3) / 4 > most - 64) continue;
					made.push(base64);
					break;
				}
			}
			return made;
		},
		{ width, height, most },
	);
	await page.close();
	return pictures.map((base64) => Buffer.from(base64, 'base64'));
}
