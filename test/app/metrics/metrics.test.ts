import type { Overview } from '#live/ops/ops.ts';
import { summariseLinks } from '#live/ops/summarise-links.ts';
import { loadBetween, type Reading } from '#live/ops/machine.ts';
import type { EndpointLink } from '#sfu/link/contract.ts';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { families } from '../../../app/metrics/families.ts';
import { Metrics } from '../../../app/metrics/metrics.ts';
import { withMetrics } from '../../../app/metrics/serve-metrics.ts';

const token = 'shown-by-the-scraper';

const link = (endpointId: string, loss: number | null): EndpointLink => ({
	endpointId,
	protocol: 'udp',
	down: { kbps: 1000, pps: 120, availableKbps: 3000, loss, rttMs: 20, score: loss ? 6 : 10 },
	up: { kbps: 40, loss: null, score: null, silent: [] },
	carrying: 'all',
});

const worker = {
	pid: 1,
	conferences: 1,
	endpoints: 2,
	consumers: 4,
	maxRssKib: 2048,
	shedding: 0,
	keyFrames: { requested: 7, passedOn: 3 },
} as const;
const reading = (at: number, cpuMs: number): Reading => ({
	at,
	control: { cpuMs, rssKib: 102_400, eventLoopP99Ms: 3 },
	node: {
		process: { cpuMs, rssKib: 51_200, eventLoopP99Ms: 1.5 },
		workers: [{ ...worker, ports: [], index: 0, cpuMs, rssKib: 1024 }],
		conferences: [{ conferenceId: 'm', pipes: 1, lines: [], endpoints: [] }],
	},
});

const now: Overview = {
	load: loadBetween(reading(0, 0), reading(1000, 250)),
	node: reading(1000, 250).node,
	links: summariseLinks([
		{ grade: 'good', link: link('a', 0) },
		{ grade: 'fair', link: link('b', 0.04) },
	]),
	meetings: 1,
	devices: 2,
};

async function serve(overview: () => Overview) {
	const metrics = new Metrics();
	const log = pino({ level: 'silent' });
	const pages = withMetrics((_request, response) => void response.end('the pages'), {
		metrics,
		overview: async () => overview(),
		token,
		log,
	});
	const server = createServer(pages).listen(0, '127.0.0.1');
	onTestFinished(() => void server.close());
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	const get = (path: string, authorization?: string, method = 'GET') =>
		fetch(`http://127.0.0.1:${port}${path}`, { method, headers: authorization ? { authorization } : {} });
	return { metrics, get };
}

/** Every sample of a text in Prometheus' format; throws on a line that is none. */
function parse(text: string): Map<string, number> {
	const samples = new Map<string, number>();
	for (const line of text.split('\n')) {
		if (line === '' || line.startsWith('#')) continue;
		const [, sample = '', value] = /^([a-zA-Z_:][\w:]*(?:\{[^}]*\})?) (\S+)$/.exec(line) ?? [];
		if (value === undefined || (Number.isNaN(Number(value)) && value !== 'Nan')) throw new Error(`no sample: ${line}`);
		samples.set(sample, Number(value));
	}
	return samples;
}

test('nothing is told without the token', async () => {
	const { get } = await serve(() => now);
	for (const shown of [undefined, 'Bearer wrong', `Basic ${token}`, `Bearer ${token}x`, `bearer${token}`]) {
		const answer = await get('/metrics', shown);
		expect([answer.status, await answer.text()]).toEqual([401, '']);
	}
	expect((await get('/metrics', `Bearer ${token}`, 'POST')).status).toBe(405);
	expect(await (await get('/other', `Bearer ${token}`)).text()).toBe('the pages');
});

test('without a token in the settings there are no metrics', async () => {
	const metrics = new Metrics();
	const log = pino({ level: 'silent' });
	const server = createServer(
		withMetrics(() => {}, { metrics, overview: async () => now, token: undefined, log }),
	).listen(0, '127.0.0.1');
	onTestFinished(() => void server.close());
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	expect((await fetch(`http://127.0.0.1:${port}/metrics`)).status).toBe(404);
});

test('a scrape parses and has every family', async () => {
	const { metrics, get } = await serve(() => now);
	metrics.observer.journalWritten(4);
	metrics.observer.timed('join', 700);
	const answer = await get('/metrics', `Bearer ${token}`);
	expect(answer.headers.get('content-type')).toContain('text/plain; version=0.0.4');
	const text = await answer.text();
	const samples = parse(text);
	for (const { name, labels } of families) {
		expect(text, name).toContain(`# TYPE ${name} `);
		expect(
			[...samples.keys()].some((sample) => sample === name || sample.startsWith(`${name}{${labels[0]}=`)),
			name,
		).toBe(true);
	}
	expect(samples.get('nhip_cau_media_packets_per_second')).toBe(240);
	expect(samples.get('nhip_cau_media_bytes_per_second{direction="down"}')).toBe(250_000);
	expect(samples.get('nhip_cau_media_loss_ratio{direction="down"}')).toBeCloseTo(0.02);
	expect(samples.has('nhip_cau_media_loss_ratio{direction="up"}')).toBe(false);
	expect(samples.get('nhip_cau_media_links{grade="fair"}')).toBe(1);
	expect(samples.get('nhip_cau_media_worker_key_frames_requested_total{worker="0"}')).toBe(7);
	expect(samples.get('nhip_cau_media_worker_key_frames_passed_on_total{worker="0"}')).toBe(3);
	expect(samples.get('nhip_cau_media_worker_cpu_seconds_total{worker="0"}')).toBe(0.25);
	expect(samples.get('nhip_cau_event_loop_lag_p99_seconds{process="control"}')).toBe(0.003);
	expect(samples.get('nhip_cau_journal_latency_seconds_bucket{le="0.005"}')).toBe(1);
	expect(samples.get('nhip_cau_media_join_seconds_sum')).toBe(0.7);
	for (const name of ['switch', 'heal', 'reconnect'])
		expect(samples.get(`nhip_cau_media_${name}_seconds_count`)).toBe(0);
	expect(samples.get('process_resident_memory_bytes')).toBeGreaterThan(0);
});

test('what is gone is told no more', async () => {
	let overview = now;
	const { get } = await serve(() => overview);
	await get('/metrics', `Bearer ${token}`);
	overview = { ...now, node: null, load: { ...now.load, node: null } };
	const samples = parse(await (await get('/metrics', `Bearer ${token}`)).text());
	expect(samples.get('nhip_cau_media_node_up')).toBe(0);
	expect(samples.has('nhip_cau_media_worker_endpoints{worker="0"}')).toBe(false);
	expect(samples.has('nhip_cau_event_loop_lag_p99_seconds{process="media-node"}')).toBe(false);
	expect(samples.has('nhip_cau_media_node_resident_memory_bytes')).toBe(false);
});
