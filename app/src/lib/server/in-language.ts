import { AsyncLocalStorage } from 'node:async_hooks';
import { overwriteServerAsyncLocalStorage, type Locale } from '#lib/paraglide/runtime.js';

interface Asked {
	readonly locale?: Locale;
	readonly origin?: string;
	readonly messageCalls?: Set<string>;
}

const asked = new AsyncLocalStorage<Asked>();
overwriteServerAsyncLocalStorage(asked);

/**
 * What is done for somebody speaks their language, over all its waits. In place of Paraglide's own middleware, which for each
 * request makes three more, to lead addresses that name a language: ours name none.
 */
export const inLanguage = <Result>(locale: Locale, origin: string, work: () => Result): Result =>
	asked.run({ locale, origin }, work);
