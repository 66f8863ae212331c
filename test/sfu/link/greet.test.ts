import { expect, test } from 'vitest';
import { contractVersion } from '#sfu/link/contract-version.ts';
import { greet, type Whose } from '#sfu/link/greet.ts';
import type { RemoteNode } from '#sfu/link/remote-node.ts';
import { tokenOf, whoseInTests } from '#test/sfu/tokens.ts';

const knock = (said: unknown, whose: Whose = whoseInTests) => greet(said, whose, () => undefined);
const token = tokenOf('huyen-12');
const node = { token, incarnation: 'one', contract: contractVersion };

test('whoever knocks puts nothing into the log or the answer that could not be a node’s own name or version', async () => {
	const words = 'x'.repeat(200_000);
	const asked: string[] = [];
	const whose: Whose = (shown) => {
		asked.push(shown);
		return whoseInTests(shown);
	};
	for (const said of [
		{ token: words, contract: words },
		{ token: `${words}.${words}` },
		{ token, contract: words },
		{ ...node, token: 'two words\nand a line.the-secret-of-this-test' },
		{ ...node, token: { toString: 'x' } },
		{ ...node, incarnation: words },
		words,
		null,
	]) {
		const met = await knock(said, whose);
		expect(met).toHaveProperty('refused');
		expect(JSON.stringify(met).length).toBeLessThan(400);
		expect(JSON.stringify(met)).not.toContain('two words');
	}
	expect(new Set(asked), 'what cannot be a token is not looked up').toEqual(new Set([token]));
});

test('who a node is follows from its token: it cannot say that it is another', async () => {
	expect(await knock({ ...node, nodeId: 'huyen-13' })).toEqual({ nodeId: 'huyen-12', incarnation: 'one' });
	// With another's name before its own secret it has nobody's token; whom it claims to be stands in the log.
	expect(await knock({ ...node, token: 'huyen-13.a-secret-of-huyen-12' })).toMatchObject({
		nodeId: 'huyen-13',
		refused: { code: 'link-token-refused', words: expect.stringContaining('NODE_LINK_TOKEN') },
	});
});

test('a token that was revoked is refused with words, also while a former process is asked whether it is there', async () => {
	const revoked: Whose = () => ({ nodeId: 'huyen-12', revoked: true });
	const refused = { nodeId: 'huyen-12', refused: { code: 'link-token-revoked' } };
	expect(await knock(node, revoked)).toMatchObject(refused);
	let isRevoked = false;
	const former = {
		incarnation: 'zero',
		answers: () => {
			isRevoked = true;
			return Promise.resolve(false);
		},
	} as unknown as RemoteNode;
	const meanwhile: Whose = () => ({ nodeId: 'huyen-12', revoked: isRevoked });
	expect(await greet(node, meanwhile, () => former)).toMatchObject(refused);
});
