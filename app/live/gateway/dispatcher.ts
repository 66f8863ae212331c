import { clockRequests, isClockRequestName } from '#contract/clock.ts';
import { isLinkRequestName, linkRequests } from '#contract/links.ts';
import { envelopeSchema, isCommandName, longestEnvelope, mediaRequestName, type Answer } from '#contract/requests.ts';
import { isWallRequestName, wallRequests } from '#contract/wall.ts';
import { commands } from '#meeting/commands.ts';
import type { Asked } from '#meeting/decide.ts';
import { isRefusal } from '#meeting/refusal.ts';
import { may } from '#meeting/rights.ts';
import { MediaError } from '#sfu/link/errors.ts';
import { endpointRequests } from '#sfu/link/contract-endpoint.ts';
import type { Logger } from 'pino';
import * as v from 'valibot';
import type { Device } from './device.ts';
import type { Hall } from './hall.ts';
import { isLargerThan } from './message-size.ts';

const refused = (code: Extract<Answer, { ok: false }>['code']): Answer => ({ ok: false, code });

/** The one way of a request: validate, authorise, decide, append, broadcast, acknowledge. */
export async function dispatch(message: unknown, device: Device, hall: Hall, log: Logger): Promise<Answer> {
	const answer = await answerTo(message, device, hall, log);
	if (!answer.ok)
		log.info({ code: answer.code, request: nameOf(message), by: device.participantId }, 'request refused');
	return answer;
}

async function answerTo(message: unknown, device: Device, hall: Hall, log: Logger): Promise<Answer> {
	if (isLargerThan(longestEnvelope, message)) return refused('too-large');
	const envelope = v.safeParse(envelopeSchema, message);
	if (!envelope.success) return refused('malformed');
	const { id, name, input } = envelope.output;
	try {
		if (isCommandName(name)) {
			if (device.checking) return refused('not-allowed');
			// Refusals count: deciding costs, too.
			if (!hall.deeds.take(device.participantId)) return refused('too-many-requests');
			const parsed = v.safeParse(commands[name].input, input);
			if (!parsed.success) return refused('malformed');
			const outcome = await hall.meeting.give(device.actor, { name, input: parsed.output } as Asked, id);
			return isRefusal(outcome) ? refused(outcome.refused) : { ok: true, output: { seq: outcome.seq } };
		}
		if (isWallRequestName(name)) {
			const { right } = wallRequests[name];
			if (device.checking || (right !== null && !may(hall.meeting.state, device.participantId, right)))
				return refused('not-allowed');
			const parsed = v.safeParse(wallRequests[name].input, input);
			if (!parsed.success) return refused('malformed');
			// The table ties each input to its schema; a name known only at run time loses that tie here.
			const outcome = hall.wall.request(device, name, parsed.output as never);
			return outcome === null ? { ok: true, output: null } : refused(outcome.refused);
		}
		if (isLinkRequestName(name)) {
			if (device.checking || !may(hall.meeting.state, device.participantId, linkRequests[name].right))
				return refused('not-allowed');
			if (!v.is(linkRequests[name].input, input)) return refused('malformed');
			return { ok: true, output: hall.links.request(device, name) };
		}
		if (isClockRequestName(name)) {
			if (!v.is(clockRequests[name].input, input)) return refused('malformed');
			return { ok: true, output: { now: Date.now() } };
		}
		const mediaName = mediaRequestName(name);
		if (mediaName === undefined) return refused('unknown-request');
		const parsed = v.safeParse(endpointRequests[mediaName].input, input);
		if (!parsed.success) return refused('malformed');
		// Whether a device takes part is not for it to say.
		const asked = mediaName === 'join' ? { ...parsed.output, probe: device.checking } : parsed.output;
		const outcome = await hall.media.request(device.id, mediaName, asked);
		return outcome !== null && isRefusal(outcome)
			? refused(outcome.refused)
			: ({ ok: true, output: outcome } as Answer);
	} catch (error) {
		if (error instanceof MediaError) return refused(error.code);
		log.error({ err: error, request: name }, 'request failed');
		return refused('unavailable');
	}
}

const nameOf = (message: unknown) =>
	typeof message === 'object' && message !== null && 'name' in message ? String(message.name).slice(0, 64) : undefined;
