import { accessSync, constants, existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { programFolders } from './paths.mjs';
import { must, SetupError } from './progress.mjs';

/** Debian starts the services that it installs. These would serve the whole network: package → unit. */
const unwantedServices = new Map([
	['coturn', 'coturn.service'],
	['nginx-light', 'nginx.service'],
]);

/** @param {string} name of a program, or an absolute path of what belongs to one */
function isThere(name) {
	if (isAbsolute(name)) return existsSync(name);
	return programFolders.some((folder) => {
		try {
			accessSync(join(folder, name), constants.X_OK);
			return true;
		} catch {
			return false;
		}
	});
}

/**
 * Makes sure that programs are there, from Debian's archive where this is root on a Debian.
 * @param {Record<string, string>} wanted program, or a file by its path → Debian package
 * @param {string} purpose for the sentence when it cannot be had
 * @param {(where: string) => void} report
 * @returns {Promise<'present' | 'installed'>}
 */
export async function ensurePrograms(wanted, purpose, report) {
	const missing = Object.entries(wanted).filter(([name]) => !isThere(name));
	if (missing.length === 0) return 'present';
	const packages = [...new Set(missing.map(([, name]) => name))];
	const command = `apt-get install --no-install-recommends ${packages.join(' ')}`;
	if (process.getuid?.() !== 0 || !isThere('apt-get')) {
		throw new SetupError(`${purpose}: run as root \`${command}\` and start again.`);
	}
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	const sentence = `${purpose}, but Debian's archive did not give it; \`${command}\` shows why.`;
	// On a closed network every start of the demo asks: it shall not wait for minutes.
	await must('apt-get', ['-q', '-o', 'Acquire::http::Timeout=10', 'update'], {
		log: 'apt-update',
		report,
		env,
		sentence,
	});
	for (const unit of packages.flatMap((name) => unwantedServices.get(name) ?? []))
		if (existsSync('/run/systemd/system'))
			await must('systemctl', ['mask', unit], { log: 'systemctl-mask', report, env, sentence });
	await must('apt-get', ['-qy', 'install', '--no-install-recommends', ...packages], {
		log: `apt-${packages[0]}`,
		report,
		env,
		sentence,
	});
	return 'installed';
}
