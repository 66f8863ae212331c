import { closeSync, openSync } from 'node:fs';
import { libc } from './libc.ts';

/** Any kind of namespace that the descriptor stands for (setns(2)). */
const anyKind = 0;

/**
 * Does something in a network namespace, by the name that `ip netns` has for it: a socket made there stays there for good.
 * Nothing may be awaited in it: it is this thread that goes there. Throws where the namespace is not there or only root may.
 */
export function inNamespace<T>(name: string, act: () => T): T {
	const [own, other] = [openSync('/proc/thread-self/ns/net', 'r'), openSync(`/run/netns/${name}`, 'r')];
	try {
		if (libc.setns(other, anyKind) !== 0) throw new Error(`no way into the network namespace ${name}`);
		try {
			return act();
		} finally {
			if (libc.setns(own, anyKind) !== 0) throw new Error('no way back out of a network namespace');
		}
	} finally {
		closeSync(own);
		closeSync(other);
	}
}
