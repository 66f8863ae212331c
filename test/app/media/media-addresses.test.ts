import { mediaAddresses } from '#lib/media/media-addresses.ts';
import { expect, test } from 'vitest';

const at = (address: string, port: number) => ({ address, port });

test('names each address that a firewall has to let through once; loopback only where there is no other', () => {
	expect(mediaAddresses([at('127.0.0.1', 4000), at('10.0.0.7', 4001), at('10.0.0.7', 4001)])).toEqual([
		'10.0.0.7:4001',
	]);
	expect(mediaAddresses([at('2001:db8::7', 4000)])).toEqual(['[2001:db8::7]:4000']);
	expect(mediaAddresses([at('127.0.0.1', 4000)])).toEqual(['127.0.0.1:4000']);
});
