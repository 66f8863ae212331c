import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

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

const quickImports = `--import=${pathToFileURL(join(root, 'setup', 'quick-imports.mjs')).href}`;
/** @param {string} options Node's, of who started this: they may have come from here */
const withQuickImports = (options) => (options.includes(quickImports) ? options : `${options} ${quickImports}`.trim());

/**
 * For what runs on the project's Node: its programs come first. It finds packages quickly, and keeps what it has compiled beside
 * them: every process, also one that is started by another, begins its work a second and a half earlier. Hashing a password takes
 * 19 MiB: glibc would keep them for each of Node's threads for ever (150 MiB in all), unless large blocks are its own mappings
 * (mallopt(3), bytes).
 */
export const projectEnvironment = {
	...process.env,
	PATH: [bin, ...programFolders].join(delimiter),
	NODE_OPTIONS: withQuickImports(process.env['NODE_OPTIONS'] ?? ''),
	NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'compiled'),
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
