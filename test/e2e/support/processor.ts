import type { Page } from '@playwright/test';

interface Processor {
	/** It cannot keep up with the pictures that come. */
	behind: boolean;
}

/**
 * Runs in the page before anything else: what its statistics say of its processor is what the story says, and at first that
 * it keeps up. A machine that runs all the devices of a story is always about to fall behind; a page would then do without
 * pictures that the story waits for.
 */
export function commandProcessor(): void {
	const processor: Processor = { behind: false };
	Object.assign(window, { processor });
	/** of each picture, when some of it came between two looks: so many that its camera's own frames do not matter */
	const many = 40;
	const counts = new WeakMap<object, { received: number; dropped: number }>();
	for (const { prototype } of [RTCRtpReceiver, RTCRtpSender]) {
		const { getStats } = prototype;
		prototype.getStats = async function () {
			const told = new Map<string, unknown>();
			(await getStats.call(this)).forEach((report: Record<string, unknown>, id: string) => {
				const { framesReceived: received, qualityLimitationReason: reason } = report;
				const limited = reason === 'cpu' ? { qualityLimitationReason: 'none' } : {};
				if (typeof received !== 'number') return told.set(id, { ...report, ...limited });
				const former = counts.get(this) ?? { received: 0, dropped: 0 };
				const drops = processor.behind && received > former.received ? many : 0;
				const now = { received, dropped: former.dropped + drops };
				counts.set(this, now);
				const frames = { framesReceived: received + now.dropped, framesDropped: now.dropped };
				// What the machine itself lost on the way is its processor's, too.
				return told.set(id, { ...report, ...frames, packetsLost: 0 });
			});
			return told as unknown as RTCStatsReport;
		};
	}
}

/** From now on its statistics say so. */
export const setBehind = (page: Page, behind: boolean): Promise<void> =>
	page.evaluate((to) => {
		(window as unknown as { processor: Processor }).processor.behind = to;
	}, behind);
