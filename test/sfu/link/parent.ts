/** A control process reduced to its media node, to be killed: prints the process ids of the node and its worker. */
import { pino } from 'pino';
import { localNodeId, startLocalNode } from '#sfu/link/local-node.ts';
import { serveLink } from '#sfu/link/serve-link.ts';
import { Notices } from '#test/sfu/notices.ts';
import { tokenOf, whoseInTests } from '#test/sfu/tokens.ts';

const log = pino({ level: 'silent' });
const notices = new Notices();
const link = await serveLink({ whose: whoseInTests, handlers: () => notices.handlers, log });
const node = startLocalNode({
	linkUrl: link.url,
	linkToken: tokenOf(localNodeId),
	environment: process.env,
	log,
	onHopeless: () => process.exit(78),
});
await notices.until('the node to be ready', 'node-ready');
const { workers } = await link.request(localNodeId, 'get-stats', {});
process.stdout.write(`${JSON.stringify({ node: node.pid, worker: workers[0]?.pid })}\n`);
