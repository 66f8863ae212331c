import * as mediasoup from 'mediasoup';
import type { Logger } from 'pino';

/** mediasoup's own warnings and errors, and those of its workers, go to our log. */
export function logMediasoup(log: Logger): void {
	mediasoup.setLogEventListeners({
		onwarn: (namespace, text) => log.warn({ namespace }, text),
		onerror: (namespace, text, error) => log.error({ namespace, err: error }, text),
	});
}
