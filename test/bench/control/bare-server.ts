/** Started by the bench: what Node needs to answer a request for which nothing has to be done. */
import '#test/support/ends-with-parent.ts';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const body = Buffer.alloc(2_000, 'a');
const server = createServer((_, response) => {
	response.writeHead(200, { 'content-type': 'text/plain', 'content-length': body.length }).end(body);
}).listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
