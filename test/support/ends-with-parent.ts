/**
 * Loaded into a process of ours that tests start (`node --import`, with an IPC channel): it ends with whoever started it, however
 * that ended, a hook that timed out or a SIGKILL, and takes its data directory with it. Nobody else would.
 */
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';

process.on('disconnect', () => {
	process.once('exit', removeData);
	// It ends as it always does; where it is not so far yet, at once.
	if (process.listenerCount('SIGTERM') > 0) process.kill(process.pid, 'SIGTERM');
	else process.exit();
});

/** Only what was made for a test. */
function removeData(): void {
	const dataDir = process.env['DATA_DIR'] ?? '';
	if (dataDir.startsWith(path.join(tmpdir(), 'nhip-cau-'))) rmSync(dataDir, { recursive: true, force: true });
}
