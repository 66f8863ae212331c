import { DemoServer } from './demo-server.ts';
import { Network } from './network.ts';
import { test as base } from './story.ts';
import { TurnServer } from './turn-server.ts';

interface Networked {
	/** somewhere else than the server, for `network.launch(server.url)` */
	network: Network;
	/** reached from the network; as product settings, `turn.settings` */
	turn: TurnServer;
	/** Starts the product where media can be reached from the network. `environment`: more settings. */
	serve: (environment?: Readonly<Record<string, string>>) => Promise<DemoServer>;
}

/** For stories in a network of their own: what they use of these is there, and gone in the right order afterwards. */
export const test = base.extend<Networked>({
	// Playwright reads from the pattern what a fixture needs: nothing.
	network: async ({}, use) => {
		const network = await Network.open();
		await use(network);
		await network.close();
	},
	turn: async ({ network }, use) => {
		const turn = await TurnServer.start(network.hostAddress);
		await use(turn);
		await turn.close();
	},
	serve: async ({ network }, use) => {
		const servers: DemoServer[] = [];
		await use(async (environment = {}) => {
			const server = await DemoServer.start({ MEDIA_LISTEN_IP: network.hostAddress, ...environment });
			servers.push(server);
			return server;
		});
		for (const server of servers) await server.close();
	},
});
