import { addNode, renewToken, revokeNode } from '#db/nodes/nodes.ts';
import { createNodeToken } from '#db/nodes/tokens.ts';
import { startLiveServer } from '#test/support/live-server.ts';
import { patiently } from '#test/support/media-stand.ts';
import { PretendNode } from '#test/support/pretend-node.ts';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../db/temporary-database.ts';

test('a node that is added while the server runs comes in, and goes when its token holds no more; the page knows why', async () => {
	const server = await startLiveServer(path.join(temporaryFolder(), 'db.sqlite'));
	onTestFinished(() => server.close());
	const { db, live } = server;
	const { nodes } = live;
	const state = async () => (await nodes.states()).get('huyen-1');
	const come = async (token: string) => {
		const node = await PretendNode.start({ url: live.link.url, token });
		onTestFinished(() => node.close());
		return node;
	};
	await come(live.link.token);
	const { token, tokenHash } = createNodeToken('huyen-1');
	expect(await state()).toBeUndefined();
	addNode(db, { id: 'huyen-1', title: '', unitId: null, tokenHash }, Date.now());
	nodes.changed();
	expect(await state()).toMatchObject({ isConnected: false, parentId: 'local', refused: null, devices: 0 });

	await come(token);
	await expect.poll(state, patiently('the node to be there')).toMatchObject({ isConnected: true, parentId: 'local' });
	const renewed = createNodeToken('huyen-1');
	renewToken(db, 'huyen-1', renewed.tokenHash);
	nodes.changed('huyen-1');
	// It dials again with the former one, which is nobody's by now.
	await expect
		.poll(state, patiently('the node to be refused'))
		.toMatchObject({ isConnected: false, parentId: 'local', refused: 'link-token-refused' });

	await come(renewed.token);
	await expect.poll(state, patiently('the node to be there again')).toMatchObject({ isConnected: true, refused: null });
	revokeNode(db, 'huyen-1', Date.now());
	nodes.changed('huyen-1');
	await expect.poll(state, patiently('the node to be gone')).toBeUndefined();
});
