import * as v from 'valibot';
import path from 'node:path';
import { mistakesInTls, type TlsFiles } from './tls-files.ts';
import { readTurnServers, type TurnServers } from './turn-servers.ts';

/**
 * The control process's settings, from environment variables; the README's table says what each is for. The media
 * node's own (MEDIA_…, MEDIASOUP_WORKER_BIN) are read by sfu/node/settings.ts.
 */
export interface Settings {
	readonly demo: boolean;
	readonly dataDir: string;
	readonly host: string;
	readonly port: number;
	/** the address that people type, without a path */
	readonly origin: string;
	/** files of the certificate and its key; undefined behind a reverse proxy and in the demo */
	readonly tls: TlsFiles | undefined;
	/** a reverse proxy ends TLS, and its X-Forwarded-For header says who comes */
	readonly behindProxy: boolean;
	/** what a scraper of /metrics must show; undefined: there are no metrics to be had */
	readonly metricsToken: string | undefined;
	/** where media goes from networks that block its ports; undefined where there is no such server */
	readonly turn: TurnServers | undefined;
	/** a media node is started with the server, and ends with it */
	readonly localNode: boolean;
	/** how long the history of links is kept */
	readonly linkHistoryDays: number;
	/** how long what was downloaded can be read without a network; ms */
	readonly offlineLease: number;
	/** path of clamd's socket, which sees each paper before anything else; undefined: there is none */
	readonly clamdSocket: string | undefined;
	/** by Tesseract, where it is */
	readonly readsScans: boolean;
	readonly logLevel: string;
}

const flag = v.optional(
	v.pipe(
		v.picklist(['yes', 'no'], 'must be yes or no'),
		v.transform((text) => text === 'yes'),
	),
	'no',
);

const portSchema = v.pipe(
	v.string(),
	v.regex(/^\d{1,5}$/, 'must be a port, 0 to 65535'),
	v.transform(Number),
	v.maxValue(65_535, 'must be a port, 0 to 65535'),
);

const isOrigin = (text: string) => URL.canParse(text) && new URL(text).origin === text;

const environmentSchema = v.object({
	DATA_DIR: v.optional(v.pipe(v.string(), v.minLength(1, 'must not be empty'))),
	HOST: v.optional(v.pipe(v.string(), v.minLength(1, 'must not be empty'))),
	PORT: v.optional(portSchema),
	ORIGIN: v.optional(
		v.pipe(v.string(), v.check(isOrigin, 'must be an address such as https://hop.tinh.gov.vn, without a path')),
	),
	TLS_CERTIFICATE: v.optional(v.pipe(v.string(), v.minLength(1, 'must not be empty'))),
	TLS_KEY: v.optional(v.pipe(v.string(), v.minLength(1, 'must not be empty'))),
	REVERSE_PROXY: flag,
	/** read by the media node; here only to see that it is there */
	MEDIA_LISTEN_IP: v.optional(v.string()),
	LOCAL_NODE: v.optional(v.picklist(['yes', 'no'], 'must be yes or no'), 'yes'),
	LINK_HISTORY_DAYS: v.optional(
		v.pipe(
			v.string(),
			v.regex(/^\d{1,4}$/, 'must be a number of days, 1 to 3660'),
			v.transform(Number),
			v.minValue(1, 'must be a number of days, 1 to 3660'),
			v.maxValue(3660, 'must be a number of days, 1 to 3660'),
		),
		'366',
	),
	OFFLINE_LEASE_HOURS: v.optional(
		v.pipe(
			v.string(),
			v.regex(/^\d{1,4}$/, 'must be a number of hours, 1 to 720'),
			v.transform(Number),
			v.minValue(1, 'must be a number of hours, 1 to 720'),
			v.maxValue(720, 'must be a number of hours, 1 to 720'),
		),
		'72',
	),
	METRICS_TOKEN: v.optional(
		v.pipe(
			v.string(),
			v.minLength(16, 'must have at least 16 characters'),
			v.regex(/^[\x21-\x7e]+$/, 'must be of printable ASCII characters without spaces'),
		),
	),
	OCR: v.optional(v.picklist(['yes', 'no'], 'must be yes or no'), 'yes'),
	CLAMD_SOCKET: v.optional(v.pipe(v.string(), v.startsWith('/', 'must be the path of a Unix socket, from / on'))),
	TURN_URLS: v.optional(v.string()),
	TURN_SECRET: v.optional(v.string()),
	LOG_LEVEL: v.optional(
		v.picklist(['debug', 'info', 'warn', 'error', 'silent'], 'must be debug, info, warn, error or silent'),
		'info',
	),
});

/** One line for each mistake. */
export class SettingsError extends Error {
	readonly mistakes: readonly string[];

	constructor(mistakes: readonly string[]) {
		super(mistakes.join('\n'));
		this.mistakes = mistakes;
	}
}

/**
 * Reads and checks the environment as a whole, and the files of TLS that it names.
 * Throws SettingsError with every mistake at once.
 */
export function readSettings(environment: Readonly<Record<string, string | undefined>>, demo: boolean): Settings {
	const parsed = v.safeParse(environmentSchema, environment);
	if (!parsed.success)
		throw new SettingsError(parsed.issues.map((issue) => `${v.getDotPath(issue) ?? 'environment'}: ${issue.message}`));
	const { DATA_DIR, HOST, PORT, ORIGIN, TLS_CERTIFICATE, TLS_KEY, REVERSE_PROXY, METRICS_TOKEN, LOG_LEVEL } =
		parsed.output;
	const dataDir = path.resolve(DATA_DIR ?? (demo ? 'data/demo' : 'data/production'));
	const turn = readTurnServers(parsed.output.TURN_URLS, parsed.output.TURN_SECRET);
	const mistakes = [...turn.mistakes];
	const localNode = parsed.output.LOCAL_NODE === 'yes';
	const common = {
		dataDir,
		linkHistoryDays: parsed.output.LINK_HISTORY_DAYS,
		offlineLease: parsed.output.OFFLINE_LEASE_HOURS * 3_600_000,
		clamdSocket: parsed.output.CLAMD_SOCKET,
		readsScans: parsed.output.OCR === 'yes',
		logLevel: LOG_LEVEL,
		turn: turn.servers,
		metricsToken: METRICS_TOKEN,
		localNode,
	};
	if (demo) {
		if (mistakes.length > 0) throw new SettingsError(mistakes);
		const port = PORT ?? 3000;
		// The demo's passwords are printed on the terminal: it is never open to the network.
		return {
			...common,
			demo,
			host: '127.0.0.1',
			port,
			origin: `http://127.0.0.1:${port}`,
			tls: undefined,
			behindProxy: false,
		};
	}
	if (ORIGIN === undefined)
		mistakes.push('ORIGIN: is missing: the address that people type, such as https://hop.tinh.gov.vn');
	else if (!ORIGIN.startsWith('https://'))
		mistakes.push('ORIGIN: must begin with https://: browsers give no camera to other pages');
	if ((TLS_CERTIFICATE === undefined) !== (TLS_KEY === undefined))
		mistakes.push('TLS_CERTIFICATE and TLS_KEY: give both or neither');
	if (TLS_CERTIFICATE === undefined && !REVERSE_PROXY)
		mistakes.push('TLS_CERTIFICATE and TLS_KEY: are missing; or set REVERSE_PROXY=yes where a reverse proxy ends TLS');
	if (localNode && parsed.output.MEDIA_LISTEN_IP === undefined)
		mistakes.push('MEDIA_LISTEN_IP: is missing: the address of this machine that media arrives at');
	const tls =
		TLS_CERTIFICATE !== undefined && TLS_KEY !== undefined ? { certificate: TLS_CERTIFICATE, key: TLS_KEY } : undefined;
	if (tls) mistakes.push(...mistakesInTls(tls));
	if (ORIGIN === undefined || mistakes.length > 0) throw new SettingsError(mistakes);
	const host = HOST ?? (REVERSE_PROXY ? '127.0.0.1' : '0.0.0.0');
	return { ...common, demo, host, port: PORT ?? (tls ? 443 : 3000), origin: ORIGIN, tls, behindProxy: REVERSE_PROXY };
}
