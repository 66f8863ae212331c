import type { Browser } from '@playwright/test';

/** How somebody looks whom no camera sees: colours of CSS. */
export interface Look {
	readonly wall: string;
	readonly suit: string;
	readonly skin: string;
	readonly hair: 'short' | 'long';
}

export const looks: readonly Look[] = [
	{ wall: '#6d4a4a', suit: '#23262e', skin: '#e0b08c', hair: 'short' },
	{ wall: '#2f6b4f', suit: '#7a2436', skin: '#f0c6a4', hair: 'long' },
	{ wall: '#4a3a86', suit: '#0f2136', skin: '#f0bd96', hair: 'short' },
	{ wall: '#2d6480', suit: '#e7e2d6', skin: '#e8b48f', hair: 'long' },
	{ wall: '#7d6a35', suit: '#1d3a2c', skin: '#d9a17c', hair: 'short' },
	{ wall: '#5d5d66', suit: '#3b2a55', skin: '#f3cdb0', hair: 'long' },
];

/** Runs in the page before anything else: its camera sees somebody who is drawn, in a room, and who breathes. */
export function showPerson({ wall, suit, skin, hair }: Look): void {
	const canvas = Object.assign(document.createElement('canvas'), { width: 1280, height: 720 });
	const paint = canvas.getContext('2d', { alpha: false });
	if (!paint) throw new Error('no canvas');
	const ellipse = (colour: string, x: number, y: number, width: number, height: number, from = 0, to = 2 * Math.PI) => {
		paint.fillStyle = colour;
		paint.beginPath();
		paint.ellipse(x, y, width, height, 0, from, to);
		paint.fill();
	};
	const shape = (colour: string, ...points: readonly (readonly [number, number])[]) => {
		paint.fillStyle = colour;
		paint.beginPath();
		for (const [x, y] of points) paint.lineTo(x, y);
		paint.fill();
	};
	const draw = () => {
		const breath = 3 * Math.sin(performance.now() / 700);
		const light = paint.createRadialGradient(640, 260, 60, 640, 360, 760);
		light.addColorStop(0, wall);
		light.addColorStop(1, '#15131a');
		paint.fillStyle = light;
		paint.fillRect(0, 0, 1280, 720);
		for (const x of [120, 940]) {
			paint.fillStyle = '#8a7a58';
			paint.fillRect(x, 80, 220, 300);
			paint.fillStyle = '#ddd6b8';
			paint.fillRect(x + 12, 92, 196, 276);
		}
		paint.translate(0, breath);
		if (hair === 'long') shape('#14110f', [520, 250], [760, 250], [800, 520], [480, 520]);
		ellipse(suit, 640, 760, 350, 270);
		shape('#fff', [570, 500], [710, 500], [640, 640]);
		if (hair === 'short') shape('#9c1420', [620, 500], [660, 500], [672, 690], [608, 690]);
		paint.fillStyle = skin;
		paint.fillRect(592, 420, 96, 96);
		ellipse(skin, 640, 320, 112, 140);
		ellipse('#14110f', 640, 262, 124, 104, Math.PI);
		for (const x of [600, 680]) ellipse('#14110f', x, 322, 8, 10);
		paint.strokeStyle = '#8c2a2a';
		paint.lineWidth = 6;
		paint.beginPath();
		paint.arc(640, 372, 34, 0.15 * Math.PI, 0.85 * Math.PI);
		paint.stroke();
		paint.setTransform(1, 0, 0, 1, 0, 0);
	};
	draw();
	Object.assign(window, { person: canvas });
	const devices = navigator.mediaDevices;
	const open = devices.getUserMedia.bind(devices);
	devices.getUserMedia = (asked) => {
		if (!asked?.video) return open(asked);
		setInterval(draw, 100);
		return Promise.resolve(canvas.captureStream(10));
	};
}

/** As a site sends it to the wall: JPEG, base64. `url`: of any page of a secure origin. */
export async function stillOf(browser: Browser, url: string, look: Look): Promise<string> {
	const page = await browser.newPage();
	await page.addInitScript(showPerson, look);
	await page.goto(url);
	const jpeg = await page.evaluate(() => {
		const small = Object.assign(document.createElement('canvas'), { width: 320, height: 180 });
		const { person } = window as unknown as { person: HTMLCanvasElement };
		small.getContext('2d')?.drawImage(person, 0, 0, 320, 180);
		return small.toDataURL('image/jpeg', 0.75);
	});
	await page.close();
	return jpeg.split(',')[1] ?? '';
}
