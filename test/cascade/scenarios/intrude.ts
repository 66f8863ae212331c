import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { inNamespace } from '../../load/endpoint/native/namespaces.ts';
import { UdpSocket } from '../../load/endpoint/native/udp-socket.ts';
import { type Flow, Overheard } from '../overheard.ts';
import type { CascadeStand } from '../stand.ts';
import { most } from './thin.ts';

/** A beat's length, and where in it the sequence number stands. */
const beatBytes = 39;
const [sequenceAt, sequenceBytes] = [1, 6];
/** Of RTP's fixed header. */
const rtpHeader = 12;
const mostBytes = 1_400;

/** ms between what is sent to each port; of a beat four come in a second */
const every = 5;
const leastBeats = 3;

const isBeat = ({ last }: Flow) => last.length === beatBytes;

/**
 * Somebody in the first district's first commune who has heard all that goes over the district's line, and has no key, sends to
 * both ends of it, media and beat, from there: what was heard, the same with other contents, and anything. Nothing comes to them, and
 * the line goes on between the addresses that it has.
 */
export async function intrude(stand: CascadeStand, seconds: number) {
	const [district] = stand.districts;
	const [commune] = district?.network.communes ?? [];
	if (!district || !commune) throw new Error('there is no commune');
	await stand.untilAllWatch(60);
	const { network, role } = district;
	const ends = new Set([network.address, stand.networks.province.address]);
	const line = new Overheard(network.namespace, ends, ends);
	const sockets: UdpSocket[] = [];
	let answers: Overheard | undefined;
	try {
		// In each direction media and beats.
		await stand.until('both ends to be heard', 10, () => Promise.resolve(line.flows.size >= 4));
		const flows = [...line.flows.values()];
		const ports = flows.map(({ to }) => to);
		const strangers = flows.map(({ to }) => {
			const [address = '', port] = to.split(':');
			const socket = inNamespace(commune.namespace, () => new UdpSocket(address, Number(port)));
			sockets.push(socket);
			return socket;
		});
		answers = new Overheard(commune.namespace, ends, new Set([commune.address]));
		const receptions = () => role.call('receptions', { deviceId: stand.speakerId });
		await receptions();
		const before = flows.map(({ count }) => count);
		const warnings = warned(stand);
		stand.say(`somebody without a key sends to ${[...new Set(ports)].join(', ')} for ${seconds} s`);
		const started = performance.now();
		let sent = 0;
		for (let round = 0; performance.now() - started < seconds * 1_000; round += 1) {
			for (const [index, flow] of flows.entries()) {
				const intruding = forged(flow, round);
				if (strangers[index]?.sendBytes(intruding)) sent += 1;
			}
			await wait(every);
		}
		const lasted = (performance.now() - started) / 1_000;
		const seen = await receptions();
		const watching = await role.call('watching', { deviceId: stand.speakerId, ms: 1_000 });
		const beats = flows.flatMap((flow, index) => (isBeat(flow) ? [flow.count - (before[index] ?? 0)] : []));
		// The terminal there hears from its node by other ports.
		const to = [...answers.flows.values()].filter(({ from }) => ports.includes(from));
		const elsewhere = [...line.flows.values()].filter((flow) => !flows.includes(flow));
		stand.mustHold(to.length === 0, `the ends of the line send to a stranger: ${told(to)}`);
		stand.mustHold(elsewhere.length === 0, `the line was laid anew: ${told(elsewhere)}`);
		stand.mustHold(
			beats.length === 2 && Math.min(...beats) >= leastBeats * Math.floor(lasted),
			`beats of ${lasted.toFixed(1)} s: ${beats.join(' and ')}`,
		);
		stand.mustHold(watching === district.deviceIds.length, `${watching} communes still watch`);
		return {
			sent,
			per_s: Math.round(sent / lasted),
			answers: to.length,
			laid_anew: elsewhere.length > 0,
			beats_per_s: beats.map((count) => Number((count / lasted).toFixed(1))),
			picture_stands_ms: most(seen.map(({ sources }) => sources.camera?.standMs)),
			voice_longest_gap_ms: most(seen.map(({ sources }) => sources.microphone?.gapMs)),
			/** lines in the logs of both ends meanwhile */
			warnings: warned(stand) - warnings,
		};
	} finally {
		for (const socket of sockets) socket.close();
		line.close();
		answers?.close();
	}
}

/** What was heard there, as it was; with other contents; as a later one; or anything. */
function forged(flow: Flow, round: number): Buffer {
	const { last } = flow;
	const kinds = isBeat(flow)
		? [last, ahead(last), Buffer.concat([last.subarray(0, sequenceAt), randomBytes(beatBytes - sequenceAt)])]
		: [last, Buffer.concat([last.subarray(0, rtpHeader), randomBytes(Math.max(16, last.length - rtpHeader))])];
	return [...kinds, randomBytes(mostBytes), randomBytes(1)][round % (kinds.length + 2)] ?? last;
}

/** A beat that would be the next one, if its signature were right. */
function ahead(beat: Buffer): Buffer {
	const later = Buffer.from(beat);
	later.writeUIntBE(beat.readUIntBE(sequenceAt, sequenceBytes) + 1_000, sequenceAt, sequenceBytes);
	return later;
}

function warned({ product, districts }: CascadeStand): number {
	const own = [...product.warnings.values()].reduce((sum, times) => sum + times, 0);
	return own + districts.reduce((sum, { node }) => sum + (node?.output.split('"level":40').length ?? 1) - 1, 0);
}

const told = (flows: readonly Flow[]) =>
	flows.map(({ from, to, count }) => `${count} from ${from} to ${to}`).join('; ');
