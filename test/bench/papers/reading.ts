import { openDatabase } from '#db/client.ts';
import { databaseFile } from '#db/data-dir.ts';
import { addDocument } from '#db/documents/documents.ts';
import { storeFile } from '#db/documents/file-store.ts';
import { signIn } from '#test/load/run/sign-in.ts';
import { come, joinMeeting } from '#test/e2e/support/attendee.ts';
import { DemoServer } from '#test/e2e/support/demo-server.ts';
import { chromiumOptions } from '#test/support/chromium.ts';
import { percentiles } from '#test/support/percentiles.ts';
import { scanned, scannedPaper } from '#db/demo/scanned-paper.ts';
import { chromium, type Browser } from '@playwright/test';
import { setTimeout as wait } from 'node:timers/promises';
import { pino } from 'pino';
import { Intake } from '../../../app/intake/intake.ts';
import { Sandbox } from '../../../app/intake/sandbox.ts';
import { scannedPictures } from './scanned-pictures.ts';
import { BareTab } from './bare-tab.ts';
import { tabMemory } from './tab-memory.ts';

const paper = { pages: 300, bytes: 100 * 1024 * 1024, title: 'Bản quét 300 trang' } as const;
/** pages that are read for so long before the next one, in ms; the others are leafed through */
const [read, readFor] = [60, 500];
/** ms in which a paper is chosen from the list */
const chosenIn = 1_000;
/** of a tablet, held upright, whose screen has two dots for a CSS pixel in each direction */
const tablet = { viewport: { width: 820, height: 1180 }, deviceScaleFactor: 2 } as const;
/** A weak link, as a district's mobile network gives it: bytes a second, ms there and back. */
const weak = { bytes: 10_000_000 / 8, delay: 40 } as const;

export interface ReadingFigures {
	readonly paper_mb: number;
	/** from the press until the first page is drawn, on a device that comes for the first time; the list stood for a second */
	readonly first_page_ms: number;
	/** the same over 10 Mbit/s with 40 ms there and back */
	readonly first_page_weak_link_ms: number;
	/** everything that has come since the list of papers was asked for, pdf.js too */
	readonly bytes_before_first_page: number;
	/** from the press until the next page is seen, of pages that were read for half a second */
	readonly page_turn_ms: { readonly p50: number; readonly p95: number; readonly max: number };
	/** the same, pressed again at once */
	readonly leaf_ms: { readonly p50: number; readonly p95: number; readonly max: number };
	/** of the tab's process, as it is: the most while 300 pages were turned */
	readonly tab_memory_mb: number;
	/** then, when the browser has been told that memory is short */
	readonly tab_memory_when_short_mb: number;
	/** the same before the paper was opened: the meeting itself */
	readonly tab_memory_before_mb: number;
	readonly canvases: number;
}

export async function benchReading(say: (line: string) => void): Promise<ReadingFigures> {
	const browser = await chromium.launch(chromiumOptions);
	const pictures = await scannedPictures(browser, scanned, Math.floor(paper.bytes / paper.pages));
	const bytes = scannedPaper(pictures, paper.pages, Math.floor(paper.bytes / paper.pages));
	const server = await DemoServer.start({}, (dataDir) => addPaper(dataDir, bytes));
	try {
		say(`a scan of ${paper.pages} pages, ${bytes.length} bytes`);
		const slow = await open(browser, server, weak);
		await slow.attendee.context.close();
		const quick = await open(browser, server);
		const address = quick.attendee.page.url();
		await quick.attendee.context.close();
		const turned = await turnAll(server, address, say);
		return {
			paper_mb: Math.round(bytes.length / 1024 ** 2),
			first_page_ms: quick.ms,
			first_page_weak_link_ms: slow.ms,
			bytes_before_first_page: quick.bytes,
			...turned,
			tab_memory_before_mb: quick.memory,
		};
	} finally {
		await browser.close();
		await server.close();
	}
}

/** Taken in as an upload is, into each meeting that papers can be added to. */
async function addPaper(dataDir: string, bytes: Buffer): Promise<void> {
	const db = openDatabase(databaseFile(dataDir));
	const sandbox = new Sandbox();
	try {
		const intake = new Intake({ db, dataDir, sandbox, log: pino({ level: 'warn' }), readsScans: false });
		const { file, original, contents } = await intake.take(await storeFile(dataDir, bytes));
		const meetings = db.sqlite
			.prepare<[], string>("SELECT id FROM meetings WHERE status IN ('draft', 'approved', 'invited')")
			.pluck()
			.all();
		for (const meetingId of meetings) {
			const document = {
				meetingId,
				title: paper.title,
				label: 'internal',
				file,
				original,
				fileName: 'quet.pdf',
			} as const;
			addDocument(db, { ...document, pages: paper.pages, uploadedBy: null }, Date.now());
		}
		await intake.keep(file.sha256, contents);
		await intake.close();
	} finally {
		sandbox.close();
		db.close();
	}
}

/** A device that comes for the first time opens the paper. */
async function open(browser: Browser, server: DemoServer, link?: typeof weak) {
	const attendee = await come(browser, server, 'delegate-province', tablet);
	const { page, context } = attendee;
	await joinMeeting(attendee);
	const devtools = await context.newCDPSession(page);
	await devtools.send('Network.enable');
	if (link) {
		const both = { downloadThroughput: link.bytes, uploadThroughput: link.bytes, latency: link.delay };
		await devtools.send('Network.emulateNetworkConditions', { offline: false, ...both });
	}
	let bytes = 0;
	devtools.on('Network.dataReceived', ({ encodedDataLength }) => (bytes += encodedDataLength));
	await page.getByTestId('tab-papers').click();
	const entry = page.locator('[data-testid^="paper-"]').filter({ hasText: paper.title });
	await entry.waitFor();
	// As long as a hand takes to choose.
	await page.waitForTimeout(chosenIn);
	const memory = await tabMemory(browser);
	const ms = await entry.evaluate(async (button: HTMLElement) => {
		const began = performance.now();
		button.click();
		while (!document.querySelector('[data-testid=reader] [data-testid=pdf-page][data-page="1"]'))
			await new Promise(requestAnimationFrame);
		return performance.now() - began;
	});
	const before = bytes;
	await devtools.detach();
	return { attendee, ms: Math.round(ms), bytes: before, memory };
}

async function turnAll(server: DemoServer, address: string, say: (line: string) => void) {
	const { login, password } = server.account('delegate-province');
	const { viewport, deviceScaleFactor } = tablet;
	const tab = await BareTab.open(address, await signIn(server.url, login, password, '127.0.0.1'), {
		...viewport,
		deviceScaleFactor,
	});
	try {
		await tab.evaluate(openByTitle, paper.title);
		const turns: number[] = [];
		const leaves: number[] = [];
		let [memory, canvases] = [0, 0];
		for (let number = 2; number <= paper.pages; number += 1) {
			const reads = number <= read;
			if (reads) await wait(readFor);
			const turned = await tab.evaluate(turnTo, number);
			(reads ? turns : leaves).push(turned.ms);
			canvases = Math.max(canvases, turned.canvases);
			if (number % 20 === 0) memory = Math.max(memory, await tab.memory());
			if (number % 100 === 0) say(`${number} pages, ${memory} MB`);
		}
		await tab.tellMemoryIsShort();
		await wait(readFor);
		return {
			page_turn_ms: shown(turns),
			leaf_ms: shown(leaves),
			tab_memory_mb: memory,
			tab_memory_when_short_mb: await tab.memory(),
			canvases,
		};
	} finally {
		await tab.close();
	}
}

/** In the tab. */
async function openByTitle(title: string): Promise<void> {
	const frame = () => new Promise(requestAnimationFrame);
	const find = (look: () => Element | null | undefined) =>
		(async () => {
			for (;;) {
				const found = look();
				if (found instanceof HTMLElement) return found;
				await frame();
			}
		})();
	(await find(() => document.querySelector('[data-testid=tab-papers]'))).click();
	(
		await find(() =>
			[...document.querySelectorAll('[data-testid^="paper-"]')].find((each) => each.textContent.includes(title)),
		)
	).click();
	await find(() => document.querySelector('[data-testid=reader] [data-testid=pdf-page][data-page="1"]'));
}

/** In the tab. */
async function turnTo(number: number): Promise<{ readonly ms: number; readonly canvases: number }> {
	const began = performance.now();
	document.querySelector<HTMLElement>('[data-testid=page-next]')?.click();
	while (!document.querySelector(`[data-testid=reader] [data-testid=pdf-page][data-page="${number}"]`))
		await new Promise(requestAnimationFrame);
	const ms = performance.now() - began;
	return { ms, canvases: [...document.querySelectorAll('canvas')].filter(({ width }) => width > 0).length };
}

function shown(times: readonly number[]) {
	const { p50, p95, max } = percentiles(times);
	return { p50: Math.round(p50), p95: Math.round(p95), max: Math.round(max) };
}
