import type { AnswerCode } from '#contract/requests.ts';
import type { Logger } from 'pino';
import { OnceAMinute } from '../once-a-minute.ts';
import { Buckets } from './buckets.ts';

/** Enough to see what goes wrong on a device. */
const mostLines = 20;
const linesPerSecond = 0.1;

/** What the log says of an account's refused requests: each while they are few; of more, and of too many requests, one a minute. */
export class RefusalLog {
	readonly #lines = new Buckets(mostLines, linesPerSecond);
	readonly #more = new OnceAMinute();
	readonly #cutOff = new OnceAMinute();

	refused(
		accountId: string,
		refusal: { readonly code: AnswerCode; readonly request: string | undefined },
		log: Logger,
	) {
		if (refusal.code !== 'too-many-requests' && this.#lines.take(accountId)) log.info(refusal, 'request refused');
		else if (this.#more.isDue(accountId))
			log.warn(refusal, 'request refused among many: at most one such line a minute');
	}

	cutOff(accountId: string, log: Logger): void {
		if (this.#cutOff.isDue(accountId)) log.warn('too many requests, cut off');
	}
}
