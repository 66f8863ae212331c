import { chromium, type Browser, type LaunchOptions } from '@playwright/test';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const speech = path.join(import.meta.dirname, '../../load/recording/speech.opus');
const sampleRate = 48_000;

/** What a room's microphone hears: the recorded sentence, or nothing at all, as a WAV file of a few seconds. */
export async function writeSound(browser: Browser, file: string, sound: 'speech' | 'silence'): Promise<void> {
	const samples = sound === 'speech' ? await decode(browser) : new Int16Array(3 * sampleRate);
	writeFileSync(file, toWav(samples));
}

/** A browser whose microphones all hear this file, over and over, through whatever browsers do to sound. */
export const listenTo = (file: string, { args = [], ...options }: LaunchOptions): Promise<Browser> =>
	chromium.launch({ ...options, args: [...args, `--use-file-for-fake-audio-capture=${file}`] });

/** The recording is Opus; Chromium itself makes samples of it. */
async function decode(browser: Browser): Promise<Int16Array> {
	const page = await browser.newPage();
	try {
		const base64 = await page.evaluate(
			async ({ opus, rate }) => {
				const context = new OfflineAudioContext(1, 1, rate);
				const bytes = Uint8Array.from(atob(opus), (letter) => letter.charCodeAt(0));
				const samples = (await context.decodeAudioData(bytes.buffer)).getChannelData(0);
				const whole = Int16Array.from(samples, (sample) => Math.max(-1, Math.min(1, sample)) * 32_767);
				return btoa(Array.from(new Uint8Array(whole.buffer), (byte) => String.fromCharCode(byte)).join(''));
			},
			{ opus: readFileSync(speech).toString('base64'), rate: sampleRate },
		);
		const bytes = Uint8Array.from(Buffer.from(base64, 'base64'));
		return new Int16Array(bytes.buffer);
	} finally {
		await page.close();
	}
}

/** RIFF WAVE, PCM of 16 bits, one channel. */
function toWav(samples: Int16Array): Buffer {
	const head = Buffer.alloc(44);
	head.write('RIFF', 0, 'latin1');
	head.writeUInt32LE(36 + samples.byteLength, 4);
	head.write('WAVEfmt ', 8, 'latin1');
	head.writeUInt32LE(16, 16);
	head.writeUInt16LE(1, 20);
	head.writeUInt16LE(1, 22);
	head.writeUInt32LE(sampleRate, 24);
	head.writeUInt32LE(2 * sampleRate, 28);
	head.writeUInt16LE(2, 32);
	head.writeUInt16LE(16, 34);
	head.write('data', 36, 'latin1');
	head.writeUInt32LE(samples.byteLength, 40);
	return Buffer.concat([head, new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength)]);
}
