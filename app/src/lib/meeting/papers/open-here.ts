import { fromServerOrStore } from '#lib/offline/from-store.ts';
import { OpenPapers } from '#lib/papers/open-papers.ts';

/** What opens the papers of a meeting: from the server, or from what this device keeps of it. */
export const openHere = (): OpenPapers => new OpenPapers(fromServerOrStore);
