import { describe, expect, it } from 'vitest';
import { readUdpDrops } from './udp-drops.ts';
import { SequenceWindow } from './endpoint/rtp/sequence-window.ts';

/** A window that took these sequence numbers at time 0. */
function windowOf(...sequences: number[]): SequenceWindow {
	const window = new SequenceWindow();
	for (const sequence of sequences) window.accept(sequence, 0);
	return window;
}

describe('the sequence window', () => {
	it('counts on over the wrap', () => {
		const window = new SequenceWindow();
		const indexes = [65_534, 65_535, 0, 1].map((sequence) => window.accept(sequence, 0));
		expect(indexes).toEqual([65_534, 65_535, 65_536, 65_537]);
		expect(window).toMatchObject({ expected: 4, received: 4, lost: 0, missing: 0 });
	});

	it('asks for a gap over the wrap, again after 100 ms, and not for what came late', () => {
		const window = windowOf(65_534, 2);
		expect(window.takeRequests(0)).toEqual([65_535, 0, 1]);
		expect(window.takeRequests(90)).toEqual([]);
		expect(window.accept(0, 95)).toBe(65_536);
		expect(window.takeRequests(100)).toEqual([65_535, 1]);
		expect(window).toMatchObject({ recovered: 1, missing: 2, lost: 0 });
	});

	it('gives up after a second, and what comes later still does not count twice', () => {
		const window = windowOf(10, 12);
		window.takeRequests(999);
		expect(window.lost).toBe(0);
		window.takeRequests(1000);
		expect(window).toMatchObject({ lost: 1, missing: 0, expected: 3, received: 2 });
		window.accept(11, 1500);
		expect(window).toMatchObject({ lost: 1, received: 2, recovered: 0, duplicates: 1 });
	});

	it('takes a packet for a duplicate that came before', () => {
		expect(windowOf(5, 6, 6, 5)).toMatchObject({ received: 2, duplicates: 2, lost: 0 });
	});

	it('counts a jump at once', () => {
		const window = windowOf(0, 5000);
		expect(window).toMatchObject({ lost: 4999, missing: 0, highest: 5000 });
		expect(window.takeRequests(0)).toEqual([]);
	});
});

describe("the kernel's table of UDP sockets", () => {
	it('says which side dropped packets', () => {
		const line = (local: string, remote: string, drops: number) =>
			` 123: ${local} ${remote} 07 00000000:00000000 00:00000000 00000000     0        0 261882 2 000000000869c32f ${drops}   `;
		const table = [
			'   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops',
			line('0100007F:A000', '00000000:0000', 7),
			line('0100007F:B000', '0100007F:A000', 2),
			line('0100007F:B001', '0100007F:A000', 3),
			line('0100007F:B002', '0100007F:C000', 100),
			'',
		].join('\n');
		expect(readUdpDrops([0xa000], table)).toEqual({ server: 7, endpoints: 5 });
	});
});
