/**
 * Makes the recordings beside this file; they are committed, so this runs only to make others:
 * node test/load/recording/record.ts (needs Debian's chromium, espeak-ng and opus-tools).
 *
 * camera-*.ivf: a drawn speaker before a moving background, encoded by Chromium's own VP8 encoder as the meeting page
 * has it encode a camera (media-profiles.ts): 30 frames/s, three temporal layers, one key frame at the start.
 * still.jpg: the same at the end, as the page takes a still for the site wall.
 * speech.opus: a spoken Vietnamese sentence, mono, 40 ms, 40 kbit/s, as the microphone of the media profiles.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { largestStill, stillSize } from '#contract/wall-limits.ts';
import { stillQualities } from '#lib/media/encode-within.ts';
import { chromiumOptions } from '#test/support/chromium.ts';

const folder = import.meta.dirname;
/** One key frame, then whole rounds of the four-frame pattern of temporal layers: nearly 5 s. */
const frames = 1 + 4 * 37;
const layers = [
	{ name: 'camera-180p', width: 320, height: 180, bitrate: 150_000 },
	{ name: 'camera-360p', width: 640, height: 360, bitrate: 500_000 },
	{ name: 'camera-720p', width: 1280, height: 720, bitrate: 1_800_000 },
];
const sentence =
	'Thưa các đồng chí, hội nghị trực tuyến hôm nay nghe báo cáo tình hình kinh tế xã hội của tỉnh, ' +
	'công tác phòng chống thiên tai và kế hoạch đầu tư công những tháng cuối năm.';

interface Asked {
	readonly frames: number;
	readonly still: { width: number; height: number; qualities: readonly number[] };
}

interface Encoded {
	base64: string;
	temporalLayer: number;
	key: boolean;
}

/** Runs in the page. */
async function encode({ width, height, bitrate, frames, still }: (typeof layers)[number] & Asked) {
	const canvas = new OffscreenCanvas(width, height);
	const paint = canvas.getContext('2d');
	if (!paint) throw new Error('no canvas');
	const encoded: Encoded[] = [];
	const encoder = new VideoEncoder({
		output(chunk, metadata) {
			const bytes = new Uint8Array(chunk.byteLength);
			chunk.copyTo(bytes);
			const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
			const temporalLayer = metadata?.svc?.temporalLayerId ?? 0;
			encoded.push({ base64, temporalLayer, key: chunk.type === 'key' });
		},
		error(problem) {
			throw problem;
		},
	});
	encoder.configure({
		codec: 'vp8',
		width,
		height,
		bitrate,
		framerate: 30,
		latencyMode: 'realtime',
		bitrateMode: 'constant',
		scalabilityMode: 'L1T3',
	});
	let seed = 1;
	const random = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
	for (let index = 0; index < frames; index++) {
		const angle = index / 20;
		const sky = paint.createLinearGradient(0, 0, width, height);
		sky.addColorStop(0, `hsl(${200 + 20 * Math.sin(angle)} 40% 35%)`);
		sky.addColorStop(1, `hsl(${20 + 20 * Math.cos(angle)} 30% 55%)`);
		paint.fillStyle = sky;
		paint.fillRect(0, 0, width, height);
		// A camera's noise, and a hall with people that stir.
		for (let dot = 0; dot < 900; dot++) {
			paint.fillStyle = `hsl(0 0% ${Math.floor(random() * 100)}% / 0.35)`;
			paint.fillRect(random() * width, random() * height, width / 90, width / 90);
		}
		paint.fillStyle = '#335';
		paint.fillRect(width * (0.32 + 0.02 * Math.sin(angle)), height * 0.62, width * 0.36, height * 0.4);
		paint.fillStyle = '#e0b090';
		paint.beginPath();
		const x = width * (0.5 + 0.03 * Math.sin(angle * 1.7));
		paint.ellipse(x, height * (0.42 + 0.02 * Math.cos(angle)), width * 0.09, height * 0.22, 0, 0, 7);
		paint.fill();
		paint.fillStyle = '#633';
		paint.beginPath();
		paint.ellipse(x, height * 0.52, width * 0.03, height * (0.01 + 0.03 * Math.abs(Math.sin(index / 2))), 0, 0, 7);
		paint.fill();
		paint.fillStyle = '#fff';
		paint.font = `${Math.round(height / 10)}px sans-serif`;
		paint.fillText(`UBND tỉnh Thanh Hóa  ${(index / 30).toFixed(2)}`, width * 0.05, height * 0.95);
		const frame = new VideoFrame(canvas, { timestamp: Math.round((index * 1e6) / 30) });
		encoder.encode(frame, { keyFrame: index === 0 });
		frame.close();
		if (encoder.encodeQueueSize > 2) await new Promise((resolve) => setTimeout(resolve, 20));
	}
	await encoder.flush();
	const small = new OffscreenCanvas(still.width, still.height);
	small.getContext('2d')?.drawImage(canvas, 0, 0, still.width, still.height);
	const jpegs: string[] = [];
	for (const quality of still.qualities) {
		const bytes = new Uint8Array(await (await small.convertToBlob({ type: 'image/jpeg', quality })).arrayBuffer());
		jpegs.push(btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')));
	}
	return { encoded, jpegs };
}

/** IVF: a header of 32 bytes, then each frame after its length and number. */
function toIvf({ width, height }: (typeof layers)[number], encoded: readonly Encoded[]): Buffer {
	const header = Buffer.alloc(32);
	header.write('DKIF', 0, 'latin1');
	header.writeUInt16LE(32, 6);
	header.write('VP80', 8, 'latin1');
	header.writeUInt16LE(width, 12);
	header.writeUInt16LE(height, 14);
	header.writeUInt32LE(30, 16);
	header.writeUInt32LE(1, 20);
	header.writeUInt32LE(encoded.length, 24);
	const parts = encoded.flatMap(({ base64 }, index) => {
		const bytes = Buffer.from(base64, 'base64');
		const head = Buffer.alloc(12);
		head.writeUInt32LE(bytes.length, 0);
		head.writeBigUInt64LE(BigInt(index), 4);
		return [head, bytes];
	});
	return Buffer.concat([header, ...parts]);
}

const browser = await chromium.launch(chromiumOptions);
const page = await browser.newPage();
// WebCodecs is there for secure pages only.
await page.route('https://recording.test/', (route) => route.fulfill({ contentType: 'text/html', body: '<p>' }));
await page.goto('https://recording.test/');
for (const layer of layers) {
	const still = { ...stillSize, qualities: stillQualities };
	const { encoded, jpegs } = await page.evaluate(encode, { ...layer, frames, still });
	const strange = encoded.findIndex(
		({ temporalLayer, key }, index) => key !== (index === 0) || temporalLayer !== [0, 2, 1, 2][index % 4],
	);
	if (encoded.length !== frames || strange >= 0) throw new Error(`${layer.name}: not as expected at frame ${strange}`);
	const file = toIvf(layer, encoded);
	writeFileSync(join(folder, `${layer.name}.ivf`), file);
	const rate = Math.round((file.length * 8) / (frames / 30) / 1000);
	const fitting = jpegs.map((jpeg) => Buffer.from(jpeg, 'base64')).find(({ length }) => length <= largestStill);
	if (fitting) writeFileSync(join(folder, 'still.jpg'), fitting);
	process.stdout.write(`${layer.name}: ${file.length} bytes, ${rate} kbit/s\n`);
}
await browser.close();

const wav = execFileSync('espeak-ng', ['-v', 'vi', '-s', '165', '--stdout', sentence]);
const speech = join(folder, 'speech.opus');
execFileSync('opusenc', ['--quiet', '--speech', '--bitrate', '40', '--framesize', '40', '-', speech], { input: wav });
