import { availableParallelism } from 'node:os';
import { isIP } from 'node:net';
import * as v from 'valibot';
import { tokenSchema } from '#sfu/link/wire.ts';

const whole = (least: number, most: number) =>
	v.pipe(
		v.string(),
		v.regex(/^\d+$/, 'must be a whole number'),
		v.transform(Number),
		v.minValue(least, `must be at least ${least}`),
		v.maxValue(most, `must be at most ${most}`),
	);

const portRange = v.pipe(
	v.string(),
	v.regex(/^\d{1,5}-\d{1,5}$/, 'must be two ports with a dash between'),
	v.transform((text): PortRange => {
		const [min = 0, max = 0] = text.split('-').map(Number);
		return { min, max };
	}),
	v.check(({ min, max }) => min >= 1 && min <= max && max <= 65_535, 'must be two ports, the smaller first'),
);

/** The keys of lines and of media go over the link: in clear they leave no machine. */
function isSafeUrl(text: string): boolean {
	const { protocol, hostname } = URL.parse(text) ?? {};
	return protocol === 'https:' || (protocol === 'http:' && /^(localhost|127\.[\d.]+|\[::1\])$/.test(hostname ?? ''));
}

const environmentSchema = v.object({
	/** The control process to dial. */
	NODE_LINK_URL: v.pipe(
		v.string('is missing'),
		v.check(isSafeUrl, 'must be an https:// address, or an http:// one of this machine'),
	),
	/** Says to it who this node is. */
	NODE_LINK_TOKEN: tokenSchema,
	/** How long it goes on without its control process, and what flows through it with it; then it ends. */
	NODE_ALONE_MINUTES: v.optional(whole(0, 1440), '10'),
	/** Path of the mediasoup-worker binary; mediasoup's own choice when unset. */
	MEDIASOUP_WORKER_BIN: v.optional(v.pipe(v.string(), v.minLength(1, 'must not be empty'))),
	/** Addresses that media arrives at, commas between; the one that browsers try first comes first. */
	MEDIA_LISTEN_IP: v.optional(
		v.pipe(
			v.string(),
			v.transform((text) => text.split(',').map((address) => address.trim())),
			v.check(
				(addresses) => addresses.every((each) => isIP(each) !== 0),
				'must be an IP address, or several with commas',
			),
		),
		'127.0.0.1',
	),
	/** Address told to browsers, where it differs (behind NAT, or when listening on all addresses). */
	MEDIA_ANNOUNCED_ADDRESS: v.optional(v.pipe(v.string(), v.minLength(1, 'must not be empty'))),
	/** UDP and TCP port of the first worker, the next has the next one; 0: ports from the system. */
	MEDIA_PORT: v.optional(whole(0, 65_535), '0'),
	/** UDP ports of the lines to other nodes, one for each line of a meeting, as FIRST-LAST; from the system when unset. */
	MEDIA_LINE_PORTS: v.optional(portRange),
	MEDIA_WORKERS: v.optional(whole(1, 128), String(availableParallelism())),
	LOG_LEVEL: v.optional(
		v.picklist(['debug', 'info', 'warn', 'error', 'silent'], 'must be debug, info, warn, error or silent'),
		'info',
	),
});

/** Both inclusive. */
interface PortRange {
	readonly min: number;
	readonly max: number;
}

export interface MediaSettings {
	workerBin: string | undefined;
	listenIps: readonly string[];
	announcedAddress: string | undefined;
	/** 0: from the system. */
	port: number;
	/** undefined: from the system. */
	linePorts: PortRange | undefined;
	workers: number;
}

export interface NodeSettings {
	linkUrl: string;
	linkToken: string;
	/** How long the link may be down, in ms. */
	aloneFor: number;
	logLevel: string;
	media: MediaSettings;
}

/** One line for each mistake in the environment. */
export class SettingsError extends Error {
	readonly mistakes: readonly string[];

	constructor(mistakes: readonly string[]) {
		super(mistakes.join('\n'));
		this.name = 'SettingsError';
		this.mistakes = mistakes;
	}
}

/** Reads and checks the environment as a whole; throws SettingsError with every mistake at once. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): NodeSettings {
	const result = v.safeParse(environmentSchema, environment);
	const mistakes = result.success
		? []
		: result.issues.map((issue) => `${v.getDotPath(issue) ?? 'environment'}: ${describe(issue)}`);
	if (result.success) {
		const { MEDIA_LISTEN_IP, MEDIA_ANNOUNCED_ADDRESS, MEDIA_PORT, MEDIA_WORKERS } = result.output;
		const all = MEDIA_LISTEN_IP.find((address) => /^(0\.0\.0\.0|::)$/.test(address));
		if (all !== undefined && MEDIA_ANNOUNCED_ADDRESS === undefined)
			mistakes.push(`MEDIA_ANNOUNCED_ADDRESS: is needed when MEDIA_LISTEN_IP is ${all}`);
		if (MEDIA_LISTEN_IP.length > 1 && MEDIA_ANNOUNCED_ADDRESS !== undefined)
			mistakes.push('MEDIA_ANNOUNCED_ADDRESS: stands for one address, and MEDIA_LISTEN_IP names several');
		if (MEDIA_PORT + MEDIA_WORKERS - 1 > 65_535)
			mistakes.push(`MEDIA_PORT: ${MEDIA_WORKERS} workers need ports up to ${MEDIA_PORT + MEDIA_WORKERS - 1}`);
	}
	if (!result.success || mistakes.length > 0) throw new SettingsError(mistakes);
	const settings = result.output;
	return {
		linkUrl: settings.NODE_LINK_URL,
		linkToken: settings.NODE_LINK_TOKEN,
		aloneFor: settings.NODE_ALONE_MINUTES * 60_000,
		logLevel: settings.LOG_LEVEL,
		media: {
			workerBin: settings.MEDIASOUP_WORKER_BIN,
			listenIps: settings.MEDIA_LISTEN_IP,
			announcedAddress: settings.MEDIA_ANNOUNCED_ADDRESS,
			port: settings.MEDIA_PORT,
			linePorts: settings.MEDIA_LINE_PORTS,
			workers: settings.MEDIA_WORKERS,
		},
	};
}

/** A missing entry is reported by valibot's object schema in its own words. */
function describe(issue: v.BaseIssue<unknown>): string {
	return issue.input === undefined ? 'is missing' : issue.message;
}
