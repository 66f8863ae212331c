import type { Observer } from '#live/observer.ts';
import type { Overview } from '#live/ops/ops.ts';
import { timingNames, type TimingName } from '#live/ops/timings.ts';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { families } from './families.ts';

/** Names and units by Prometheus' conventions; labels never name an endpoint, a meeting or a person. */
export class Metrics {
	readonly #registry = new Registry();
	/** hears of what takes time while the system runs */
	readonly observer: Observer;

	constructor() {
		collectDefaultMetrics({ register: this.#registry });
		const journal = this.#histogram(
			'nhip_cau_journal_latency_seconds',
			'From a command’s events given to the journal’s writer to their commit on disk.',
			[0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.25, 1],
		);
		const texts: Readonly<Record<TimingName, string>> = {
			join: 'From a device’s socket to its media transport.',
			switch: 'From a grant of the floor on disk to the new stage at the media node.',
			heal: 'From a device told that its media are lost to its new media transport.',
			reconnect: 'From a device’s lost socket to its return.',
		};
		const buckets = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 30];
		const timings = Object.fromEntries(
			timingNames.map((name) => [name, this.#histogram(`nhip_cau_media_${name}_seconds`, texts[name], buckets)]),
		) as Record<TimingName, Histogram>;
		this.observer = {
			journalWritten: (ms) => journal.observe(ms / 1000),
			timed: (name, ms) => timings[name].observe(ms / 1000),
		};
	}

	get contentType(): string {
		return this.#registry.contentType;
	}

	/** Everything, with the gauges as of now. */
	async text(overview: Overview): Promise<string> {
		for (const family of this.#families) family.set(overview);
		return this.#registry.metrics();
	}

	readonly #families = families.map((family) => {
		const { name, help, labels: labelNames, counts, values } = family;
		const of = { name, help, labelNames, registers: [this.#registry] };
		const counter = counts ? new Counter(of) : undefined;
		const gauge = counts ? undefined : new Gauge(of);
		const set = (overview: Overview) => {
			// Emptied first: a worker or a node that is gone must not stay on with its last value.
			(counter ?? gauge)?.reset();
			const known = values(overview).filter(({ value }) => value !== null);
			// One without labels is 0 after that; what is not known must not read as nothing.
			if (known.length === 0 && labelNames.length === 0) (counter ?? gauge)?.remove();
			for (const { value, ...labels } of known) {
				counter?.inc(labels as Record<string, string>, value ?? 0);
				gauge?.set(labels as Record<string, string>, value ?? 0);
			}
		};
		return { set };
	});

	#histogram(name: string, help: string, buckets: number[]): Histogram {
		return new Histogram({ name, help, buckets, registers: [this.#registry] });
	}
}
