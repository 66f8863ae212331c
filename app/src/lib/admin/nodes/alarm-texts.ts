import { m } from '#lib/paraglide/messages.js';
import type { NodeAlarm, NodeTrouble } from '#live/media/node-alarms.ts';

interface AlarmText {
	/** what is wrong, with the nodes that it is about */
	readonly title: (inputs: { names: string }) => string;
	/** what to do about it */
	readonly advice: () => string;
	readonly tone: 'danger' | 'warning';
}

const texts: Readonly<Record<NodeTrouble, AlarmText>> = {
	'line-cut': { title: m.nodes_alarm_line_cut, advice: m.nodes_line_cut_advice, tone: 'danger' },
	'node-away': { title: m.nodes_alarm_node_away, advice: m.nodes_advice_node_away, tone: 'danger' },
	'node-silent': { title: m.nodes_alarm_node_silent, advice: m.nodes_advice_node_silent, tone: 'danger' },
	'line-loss': { title: m.nodes_alarm_line_loss, advice: m.nodes_advice_line_loss, tone: 'warning' },
	'line-slow': { title: m.nodes_alarm_line_slow, advice: m.nodes_advice_line_slow, tone: 'warning' },
	'node-full': { title: m.nodes_alarm_node_full, advice: m.nodes_advice_node_full, tone: 'warning' },
};

/** One for all nodes in the same trouble, in the order of the alarms. */
export const alarmTexts = (alarms: readonly NodeAlarm[], nameOf: (nodeId: string) => string) =>
	[...Map.groupBy(alarms, ({ trouble }) => trouble)].map(([trouble, own]) => {
		const { title, advice, tone } = texts[trouble];
		const names = own.map(({ nodeId }) => nameOf(nodeId)).join(', ');
		return { trouble, tone, title: title({ names }), advice: advice() };
	});
