import { Buckets } from './gateway/buckets.ts';

/** Of one account, from all its devices: a thick paper is read in a hundred ranges, an operations page asks every two seconds. */
const [burst, perSecond] = [200, 20];

/** What each account may ask of the pages: one for the process, whoever answers. */
export const pageRequests = (): Buckets => new Buckets(burst, perSecond);
