import { alertsOf, alertTexts, type OpsAlert } from '#lib/ops/alerts.ts';
import type { DeviceFigures, Figures, Sample } from '#live/ops/figures.ts';
import type { TimingSummary } from '#live/ops/timings.ts';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const sample = {
	weak: 0,
	lossDown: 0.02,
	controlEventLoopP99Ms: 50,
	controlRssMb: 350,
} as Sample;
const within = (p95: number) => ({ p95 }) as TimingSummary;
const device = (...silent: string[]) => ({ link: { up: { silent } } }) as unknown as DeviceFigures;
const well = {
	workers: [{ shedding: 0 }],
	devices: [device()],
	timings: { join: within(5_000), switch: within(250), heal: within(3_000), reconnect: null },
} as unknown as Figures;

test('at every limit all is well, and what is not measured is no alert', () => {
	expect(alertsOf(sample, well)).toEqual([]);
	expect(alertsOf(undefined, well)).toEqual([]);
	expect(alertsOf({ ...sample, lossDown: null }, well)).toEqual([]);
});

const timing = (name: string, p95: number) =>
	[sample, { ...well, timings: { ...well.timings, [name]: within(p95) } }] as const;
const beyond: Record<OpsAlert, readonly [Sample, Figures]> = {
	'media-absent': [sample, { ...well, workers: null }],
	shedding: [sample, { ...well, workers: [{ shedding: 1 }] } as unknown as Figures],
	silent: [sample, { ...well, devices: [device(), device('camera')] }],
	weak: [{ ...sample, weak: 1 }, well],
	loss: [{ ...sample, lossDown: 0.021 }, well],
	join: timing('join', 5_001),
	switch: timing('switch', 251),
	heal: timing('heal', 3_001),
	reconnect: timing('reconnect', 10_001),
	'event-loop': [{ ...sample, controlEventLoopP99Ms: 51 }, well],
	memory: [{ ...sample, controlRssMb: 351 }, well],
};

test.each(Object.entries(beyond))('%s is told beyond its limit, and nothing else with it', (alert, [now, figures]) => {
	expect(alertsOf(now, figures)).toEqual([alert]);
});

test('the gravest comes first', () => {
	expect(alertsOf({ ...sample, weak: 3 }, { ...well, workers: null })).toEqual(['media-absent', 'weak']);
});

describe.each(['vi', 'en'] as const)('in %s', (locale) => {
	const file = path.resolve(import.meta.dirname, `../../../app/messages/${locale}/ops.json`);
	const messages = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
	const codes = Object.keys(alertTexts) as OpsAlert[];

	test.each(codes)('%s says what is wrong and what to do', (code) => {
		const { title, advice } = alertTexts[code];
		expect(title({}, { locale })).toBe(messages[`ops_alert_${code.replace('-', '_')}`]);
		expect(advice({}, { locale })).toBe(messages[`ops_advice_${code.replace('-', '_')}`]);
		// A title names the trouble in one breath; what to do is a whole sentence, and another one.
		expect(title({}, { locale }).length).toBeLessThan(70);
		expect(title({}, { locale })).not.toMatch(/\.$/);
		expect(advice({}, { locale })).toMatch(/^\p{Lu}.{30,}\.$/u);
	});

	test('no two alerts have the same title', () => {
		expect(new Set(codes.map((code) => alertTexts[code].title({}, { locale }))).size).toBe(codes.length);
	});
});
