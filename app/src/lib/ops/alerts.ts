import type { Figures, Sample } from '#live/ops/figures.ts';
import { m } from '#lib/paraglide/messages.js';
import { targets } from './targets.ts';

interface AlertText {
	/** what is wrong, in a technician's words */
	readonly title: () => string;
	/** what to do about it */
	readonly advice: () => string;
}

/** The gravest first. */
export const alertTexts = {
	'media-absent': { title: m.ops_alert_media_absent, advice: m.ops_advice_media_absent },
	shedding: { title: m.ops_alert_shedding, advice: m.ops_advice_shedding },
	silent: { title: m.ops_alert_silent, advice: m.ops_advice_silent },
	weak: { title: m.ops_alert_weak, advice: m.ops_advice_weak },
	loss: { title: m.ops_alert_loss, advice: m.ops_advice_loss },
	join: { title: m.ops_alert_join, advice: m.ops_advice_join },
	switch: { title: m.ops_alert_switch, advice: m.ops_advice_switch },
	heal: { title: m.ops_alert_heal, advice: m.ops_advice_heal },
	reconnect: { title: m.ops_alert_reconnect, advice: m.ops_advice_reconnect },
	'event-loop': { title: m.ops_alert_event_loop, advice: m.ops_advice_event_loop },
	memory: { title: m.ops_alert_memory, advice: m.ops_advice_memory },
} as const satisfies Record<string, AlertText>;

export type OpsAlert = keyof typeof alertTexts;
type Now = Pick<Figures, 'workers' | 'devices' | 'timings'>;

/** What asks for somebody's hand now, the gravest first. What is not measured is no alert. */
export function alertsOf(sample: Sample | undefined, { workers, devices, timings }: Now): OpsAlert[] {
	const above = (value: number | null | undefined, most: number) => value != null && value > most;
	const holds: Readonly<Record<OpsAlert, boolean>> = {
		'media-absent': workers === null,
		shedding: workers?.some((worker) => worker.shedding > 0) ?? false,
		silent: devices.some(({ link }) => (link?.up.silent.length ?? 0) > 0),
		weak: above(sample?.weak, 0),
		loss: above(sample?.lossDown, targets.loss),
		join: above(timings.join?.p95, targets.join),
		switch: above(timings.switch?.p95, targets.switch),
		heal: above(timings.heal?.p95, targets.heal),
		reconnect: above(timings.reconnect?.p95, targets.reconnect),
		'event-loop': above(sample?.controlEventLoopP99Ms, targets.eventLoop),
		memory: above(sample?.controlRssMb, targets.controlMb),
	};
	return (Object.keys(alertTexts) as OpsAlert[]).filter((alert) => holds[alert]);
}
