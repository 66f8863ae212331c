import { expect, test } from 'vitest';
import { contractVersion } from '#sfu/link/contract-version.ts';
import { greet } from '#sfu/link/greet.ts';

const token = 'the-secret-of-this-test';
const knock = (said: unknown) => greet(said, token, () => undefined);
const node = { token, nodeId: 'huyen-12', incarnation: 'one', contract: contractVersion };

test('whoever knocks puts nothing into the log or the answer that could not be a node’s own name or version', async () => {
	const words = 'x'.repeat(200_000);
	for (const said of [
		{ token: words, nodeId: words, contract: words },
		{ token, nodeId: words, contract: words },
		{ ...node, nodeId: 'two words\nand a line' },
		{ ...node, incarnation: words },
		words,
		null,
	]) {
		const met = await knock(said);
		expect(met).toHaveProperty('refused');
		expect(JSON.stringify(met).length).toBeLessThan(400);
		expect(JSON.stringify(met)).not.toContain('two words');
	}
});

test('who is refused is named where the name could be one, and told what is wrong with what they say', async () => {
	expect(await knock(node)).toEqual(node);
	expect(await knock({ ...node, token: 'another' })).toMatchObject({
		nodeId: 'huyen-12',
		refused: { code: 'link-token-refused' },
	});
	expect(await knock({ ...node, nodeId: 'two words' })).toMatchObject({
		nodeId: undefined,
		refused: { code: 'link-handshake-refused', words: expect.stringMatching(/^nodeId: must be letters/) },
	});
});
