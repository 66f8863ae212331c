import type { NetworkInterfaceInfo } from 'node:os';
import { expect, test } from 'vitest';
import { demoMediaAddresses } from '../../app/demo-media.ts';

const at = (address: string, internal = false) =>
	({ address, internal, family: address.includes(':') ? 'IPv6' : 'IPv4' }) as NetworkInterfaceInfo;
const lo = [at('127.0.0.1', true), at('::1', true)];

test('the demo’s media is offered on loopback and on an address that Firefox takes', () => {
	expect(demoMediaAddresses({ lo, eth0: [at('fe80::1'), at('2001:db8::7'), at('192.0.2.7')] })).toEqual([
		'127.0.0.1',
		'192.0.2.7',
	]);
	expect(demoMediaAddresses({ lo, eth0: [at('fe80::1'), at('169.254.3.4'), at('2001:db8::7')] })).toEqual([
		'127.0.0.1',
		'2001:db8::7',
	]);
});

test('a machine that has only loopback keeps to it', () => {
	expect(demoMediaAddresses({ lo, eth0: [at('fe80::1'), at('169.254.3.4')] })).toEqual(['127.0.0.1']);
});
