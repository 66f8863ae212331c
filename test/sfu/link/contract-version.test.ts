import { execFileSync } from 'node:child_process';
import process from 'node:process';
import { expect, it } from 'vitest';
import { contractVersion, versionOf } from '#sfu/link/contract-version.ts';
import { nodeNotices, nodeRequests } from '#sfu/link/contract.ts';

it('is the same in every process of one version', () => {
	const program = `import { contractVersion } from '#sfu/link/contract-version.ts'; console.log(contractVersion);`;
	const said = execFileSync(process.execPath, ['--input-type=module', '--eval', program], { encoding: 'utf8' });
	expect(said.trim()).toBe(contractVersion);
});

it('is another one when a single field of a single request, or a bound of it, is', () => {
	const { declare, ...others } = nodeRequests;
	const { declaration, ...ids } = declare.input.entries;
	const { audience, ...fewer } = declaration.entries;
	const versionWith = (changed: object) => {
		const entries = { ...ids, declaration: { ...declaration, entries: changed } };
		const input = { ...declare.input, entries };
		return versionOf({ nodeRequests: { ...others, declare: { ...declare, input } }, nodeNotices });
	};
	expect(versionWith(fewer)).not.toBe(contractVersion);
	expect(versionWith({ ...fewer, audience: audience.wrapped })).not.toBe(contractVersion);
});
