import path from 'node:path';

/** The database within the data directory; the files lie beside it in `files/`. */
export const databaseFile = (dataDir: string): string => path.join(dataDir, 'nhip-cau.sqlite');
