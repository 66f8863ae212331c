/**
 * The few calls of Linux' C library that Node's `dgram` cannot make: many datagrams by one system call, with the
 * kernel's own time of arrival. Through `node:ffi` (Node ≥ 26.1), so that nothing has to be compiled or installed.
 */
import { dlopen } from 'node:ffi';

export const { functions: libc } = dlopen(null, {
	socket: { return: 'i32', arguments: ['i32', 'i32', 'i32'] },
	bind: { return: 'i32', arguments: ['i32', 'pointer', 'u32'] },
	connect: { return: 'i32', arguments: ['i32', 'pointer', 'u32'] },
	setsockopt: { return: 'i32', arguments: ['i32', 'i32', 'i32', 'pointer', 'u32'] },
	recvmmsg: { return: 'i32', arguments: ['i32', 'pointer', 'u32', 'i32', 'pointer'] },
	send: { return: 'i64', arguments: ['i32', 'pointer', 'u64', 'i32'] },
	clock_gettime: { return: 'i32', arguments: ['i32', 'pointer'] },
	ioctl: { return: 'i32', arguments: ['i32', 'u64', 'pointer'] },
	read: { return: 'i64', arguments: ['i32', 'pointer', 'u64'] },
	write: { return: 'i64', arguments: ['i32', 'pointer', 'u64'] },
	setns: { return: 'i32', arguments: ['i32', 'i32'] },
	close: { return: 'i32', arguments: ['i32'] },
});

/** From Linux' headers, the same on x64 and arm64. */
export const constants = {
	AF_INET: 2,
	AF_PACKET: 17,
	/** of packet(7), big end first: every protocol, in and out */
	ETH_P_ALL: 0x0300,
	SOCK_DGRAM_NONBLOCK_CLOEXEC: 2 | 0o4000 | 0o2000000,
	SOL_SOCKET: 1,
	SO_RCVBUF: 8,
	SO_RCVBUFFORCE: 33,
	SO_TIMESTAMPNS: 35,
	CLOCK_REALTIME: 0,
	MSG_DONTWAIT: 0x40,
} as const;
