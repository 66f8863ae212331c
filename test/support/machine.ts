import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release } from 'node:os';
import process from 'node:process';

/** What a figure was measured on; the load average tells what else ran, so it is to be read before. */
export function describeMachine() {
	const { version } = JSON.parse(readFileSync('node_modules/mediasoup/package.json', 'utf8')) as { version: string };
	return {
		cpu: cpus()[0]?.model ?? 'unknown',
		cores: availableParallelism(),
		kernel: release(),
		node: process.version,
		mediasoup: version,
		load_average_before: loadavg()[0],
	};
}
