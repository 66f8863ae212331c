import type { Browser } from '@playwright/test';
import { readFileSync } from 'node:fs';

/** MB of the largest of the browser's tabs: what its process has alone, and its share of what it has with others (PSS). */
export async function tabMemory(browser: Browser): Promise<number> {
	const devtools = await browser.newBrowserCDPSession();
	const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
	await devtools.detach();
	const tabs = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => sizeOf(id));
	return Math.round(Math.max(0, ...tabs));
}

/** MB of a process. */
export function sizeOf(pid: number): number {
	const said = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'));
	return Number(said?.[1] ?? 0) / 1024;
}
