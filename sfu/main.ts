/**
 * A media node: mediasoup workers, told what to do over the link by the control process that it dials. Settings come
 * from the environment (node/settings.ts). It ends with whoever started it, and leaves no process and no port behind.
 */
import { fstatSync } from 'node:fs';
import process from 'node:process';
import type { NodeNotice, NodeNoticeName } from './link/contract.ts';
import { dialLink, type NodeLink } from './link/dial-link.ts';
import { openLog } from './link/open-log.ts';
import { logMediasoup } from './node/mediasoup-log.ts';
import { MediaNode } from './node/media-node.ts';
import { createRequestHandlers } from './node/request-handlers.ts';
import { readSettings, SettingsError, type NodeSettings } from './node/settings.ts';

function requireSettings(): NodeSettings {
	try {
		return readSettings(process.env);
	} catch (error) {
		if (!(error instanceof SettingsError)) throw error;
		for (const mistake of error.mistakes) process.stderr.write(`${mistake}\n`);
		process.exit(78);
	}
}

/** EX_NOPERM (sysexits.h): starting again would not help until somebody has mended what the log says. */
const refusedByControl = 77;

const settings = requireSettings();
const log = openLog(settings.logLevel, 'media-node');

logMediasoup(log);

/** The workers are there before the link, and may have something to tell before it stands. */
const outgoing: { link?: NodeLink } = {};
let closing = false;
const node = await MediaNode.start({
	settings: settings.media,
	log,
	notify: <N extends NodeNoticeName>(name: N, notice: NodeNotice<N>) => outgoing.link?.notify(name, notice),
	onIsland: () => outgoing.link?.redial(),
}).catch((error: unknown) => {
	log.fatal({ err: error }, 'media workers do not start');
	process.exit(1);
});

function end(reason: string, code = 0): void {
	if (closing) return;
	closing = true;
	log.info({ reason }, 'media node ends');
	outgoing.link?.close();
	node.close();
	process.exitCode = code;
	// mediasoup ends its processes at once; whatever else might still hold this one must not.
	setTimeout(() => process.exit(code), 1000).unref();
	process.stdin.destroy();
}

// Before mediasoup's own handlers, which would close the workers under our conferences.
process.prependListener('SIGTERM', () => end('SIGTERM'));
process.prependListener('SIGINT', () => end('SIGINT'));

// A parent that started us with a pipe for our input is gone when the pipe closes, however it died.
const input = fstatSync(0);
if (input.isFIFO() || input.isSocket()) {
	process.stdin.on('end', () => end('parent gone'));
	process.stdin.on('error', () => end('parent gone'));
	process.stdin.resume();
}

outgoing.link = dialLink({
	url: settings.linkUrl,
	token: settings.linkToken,
	handlers: createRequestHandlers(node),
	ready: () => node.describe(),
	onHeard: () => node.heard(),
	graceMs: settings.aloneFor,
	onLost: (why) => {
		if (why.code === 'link-down') return end(why.code, 1);
		log.fatal({ code: why.code }, `the control process does not let this node in: ${why.words}`);
		end(why.code, refusedByControl);
	},
	log,
});
