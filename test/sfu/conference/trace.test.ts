import { EventEmitter } from 'node:events';
import { Trace, type TracedStream } from '#sfu/conference/trace.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A consumer as far as tracing goes. */
class Stream extends EventEmitter {
	readonly id: string;
	readonly observer = new EventEmitter();
	readonly enabled: string[][] = [];
	closed = false;

	constructor(id: string) {
		super();
		this.id = id;
	}

	async enableTraceEvent(types: string[]): Promise<void> {
		this.enabled.push(types);
	}

	close(): void {
		this.closed = true;
		this.observer.emit('close');
	}
}

function stand(...streams: Stream[]) {
	const all = [...streams];
	const traced = () =>
		all.map((stream) => {
			return { stream, sourceEndpointId: 'thanh-hoa', source: 'camera' } as unknown as TracedStream;
		});
	return { all, trace: new Trace(traced) };
}
const types = ['keyframe', 'pli', 'fir', 'nack'];
const said = (type: string, direction: string) => ({ type, direction, timestamp: 1, info: {} });

test('nothing is traced until somebody looks, and nothing ten seconds after the last look', async () => {
	const stream = new Stream('a');
	const { trace } = stand(stream);
	expect(stream.enabled).toEqual([]);
	await trace.look(0);
	expect(stream.enabled).toEqual([types]);
	vi.advanceTimersByTime(9_000);
	await trace.look(0);
	vi.advanceTimersByTime(9_000);
	expect(stream.enabled).toEqual([types]);
	vi.advanceTimersByTime(1_000);
	expect(stream.enabled).toEqual([types, []]);
	expect(stream.listenerCount('trace')).toBe(0);
});

test('each look gives what came after the last one, with who sent it', async () => {
	const stream = new Stream('a');
	const { trace } = stand(stream);
	await trace.look(0);
	stream.emit('trace', said('pli', 'in'));
	stream.emit('trace', said('rtp', 'out'));
	stream.emit('trace', said('keyframe', 'out'));
	vi.advanceTimersByTime(1_000);
	vi.setSystemTime(Date.now() - 3_600_000);
	const events = await trace.look(0);
	expect(
		events.map(({ agoMs }) => agoMs),
		'whatever the clock is set to meanwhile',
	).toEqual([1_000, 1_000]);
	expect(events.map(({ what, from }) => [what, from])).toEqual([
		['pli', 'device'],
		['keyframe', 'node'],
	]);
	stream.emit('trace', said('nack', 'in'));
	const later = await trace.look(events.at(-1)?.number ?? 0);
	expect(later).toMatchObject([{ what: 'nack', sourceEndpointId: 'thanh-hoa', source: 'camera' }]);
});

test('streams that come are traced at once while somebody looks; those that go are forgotten', async () => {
	const [first, second] = [new Stream('a'), new Stream('b')];
	const { all, trace } = stand(first);
	await trace.look(0);
	all.push(second);
	first.close();
	all.shift();
	await trace.follow();
	expect(second.enabled).toEqual([types]);
	trace.stop();
	expect(first.enabled).toEqual([types]);
	expect(second.enabled).toEqual([types, []]);
	all.push(new Stream('c'));
	await trace.follow();
	expect(all.at(-1)?.enabled).toEqual([]);
});

test('a flood of requests does not grow without bound', async () => {
	const stream = new Stream('a');
	const { trace } = stand(stream);
	await trace.look(0);
	for (let round = 0; round < 5_000; round += 1) stream.emit('trace', said('nack', 'in'));
	expect((await trace.look(0)).length).toBeLessThanOrEqual(1_000);
});
