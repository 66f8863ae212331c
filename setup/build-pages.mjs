/**
 * What `vite build app` does, ended when it is done: the compiler of the interface's texts leaves timers behind that
 * would keep the process for half a minute more.
 */
import { createBuilder } from 'vite';
import { root } from './paths.mjs';

process.chdir(root);
const builder = await createBuilder({ root: 'app' }, null);
await builder.buildApp();
process.exit(0);
