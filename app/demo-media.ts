import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os';

type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

const loopback = '127.0.0.1';

/**
 * Where media of the demo arrives: loopback first, and beside it an address of this machine, because Firefox pairs no
 * candidate on loopback. The pages stay on loopback alone, and without them nobody can join. Loopback alone where the
 * machine has no other address.
 */
export function demoMediaAddresses(interfaces: Interfaces = networkInterfaces()): readonly string[] {
	const outward = Object.values(interfaces)
		.flatMap((addresses) => addresses ?? [])
		.filter(({ internal, address }) => !internal && !/^(169\.254\.|fe[89ab])/i.test(address));
	const chosen = outward.find(({ family }) => family === 'IPv4') ?? outward[0];
	return chosen ? [loopback, chosen.address] : [loopback];
}
