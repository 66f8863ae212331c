import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { type CableEnd, raiseEnd } from '#test/support/namespace.ts';

/** Joins two networks as `layCable`, by a cable on which everything takes so long each way, in ms; returns what ends it. */
export async function layLongCable(near: Required<CableEnd>, far: Required<CableEnd>, ms: number): Promise<() => void> {
	const args = [near.namespace, near.device, far.namespace, far.device, String(ms)];
	const wire = fork(path.join(import.meta.dirname, 'wire.ts'), args, {
		execArgv: ['--disable-warning=ExperimentalWarning'],
	});
	const ended = once(wire, 'exit').then(() => {
		throw new Error('no cable that takes its time: /dev/net/tun is needed');
	});
	// Handled whoever awaits it: it ends with us.
	ended.catch(() => {});
	await Promise.race([once(wire, 'message'), ended]);
	for (const end of [far, near]) raiseEnd(end);
	return () => void wire.kill();
}
