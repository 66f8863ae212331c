/**
 * Loaded into a process of ours that tests start (`node --import`, with an IPC channel): it ends with whoever started it, however
 * that ended, a hook that timed out or a SIGKILL. Nobody else would end it.
 */
import process from 'node:process';

process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
