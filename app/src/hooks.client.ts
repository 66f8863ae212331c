import { getLocale, overwriteGetLocale } from '#lib/paraglide/runtime.js';

// A page keeps its language as long as it stands: choosing another loads it anew. The cookie is read once, not for each
// of the hundreds of texts that a live meeting writes in a minute.
const locale = getLocale();
overwriteGetLocale(() => locale);
