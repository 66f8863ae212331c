import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's top folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = join(root, 'node_modules', '.bin');

/** The Node that the npm package `node` brings; there only after `npm ci`. */
export const nodeBinary = join(root, 'node_modules', 'node', 'bin', 'node');

/** What outlives a clone: built once on a machine, then found by content. */
export const cacheDirectory = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'nhip-cau');

/** @param {string} name a program of an installed package */
export const program = (name) => join(bin, name);

const asked = (process.env['PATH'] ?? '').split(delimiter).filter((path) => !path.includes('node_modules'));

/** Where programs are looked for; also where root's are, which other people's PATH leaves out. */
export const programFolders = [...new Set([...asked, '/usr/sbin', '/sbin'])];

/**
 * For what runs on the project's Node: its programs come first. Hashing a password takes 19 MiB: glibc would keep them for
 * each of Node's threads for ever (150 MiB in all), unless large blocks are its own mappings (mallopt(3), bytes).
 */
export const projectEnvironment = {
	...process.env,
	PATH: [bin, ...programFolders].join(delimiter),
	MALLOC_MMAP_THRESHOLD_: '1048576',
};

/**
 * For npm itself, which replaces node_modules: it must not run on the Node inside. `MEDIASOUP_WORKER_BIN` makes
 * mediasoup's own install step (a download, else a build with tools from PyPI) do nothing: npm before 11 does not
 * know package.json's `allowScripts`, and the worker is a step of its own here.
 */
export const npmEnvironment = {
	...process.env,
	PATH: programFolders.join(delimiter),
	MEDIASOUP_WORKER_BIN: process.env['MEDIASOUP_WORKER_BIN'] || 'obtained-later',
};
