/** `address:port` of where media goes, as whoever runs a firewall wants to read it; each once, loopback only if there is no other. */
export function mediaAddresses(candidates: readonly { readonly address: string; readonly port: number }[]): string[] {
	const outward = candidates.filter(({ address }) => !/^(127\.|::1$)/.test(address));
	const named = outward.length > 0 ? outward : candidates;
	return [...new Set(named.map(({ address, port }) => `${address.includes(':') ? `[${address}]` : address}:${port}`))];
}
