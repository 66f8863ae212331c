import { chromium, test, type Browser } from '@playwright/test';
import { writeFileSync } from 'node:fs';
import path from 'node:path';

/** A browser in a network namespace, set up as the stories' own. `folder`: of the story; `args`: more of Chromium's. */
export async function launchInside(namespace: string, folder: string, args: readonly string[] = []): Promise<Browser> {
	const { launchOptions } = test.info().project.use;
	const wrapper = path.join(folder, `chromium-${namespace}`);
	const program = launchOptions?.executablePath ?? chromium.executablePath();
	writeFileSync(wrapper, `#!/bin/sh\nexec ip netns exec ${namespace} ${program} "$@"\n`, { mode: 0o755 });
	return chromium.launch({
		...launchOptions,
		executablePath: wrapper,
		args: [...(launchOptions?.args ?? []), ...args],
	});
}
