import { laneOf, type Lane } from '#contract/lane.ts';
import {
	envelopeSchema,
	findRequest,
	longestEnvelope,
	type Answer,
	type FamilyName,
	type RequestName,
} from '#contract/requests.ts';
import { may, rights, type Right } from '#meeting/rights.ts';
import { MediaError } from '#sfu/link/errors.ts';
import type { Logger } from 'pino';
import * as v from 'valibot';
import type { Device } from './device.ts';
import { families, type Family } from './families.ts';
import type { Hall } from './hall.ts';
import { isLargerThan } from './message-size.ts';
import type { RefusalLog } from './refusal-log.ts';

const refused = (code: Extract<Answer, { ok: false }>['code']): Answer => ({ ok: false, code });

interface Logs {
	readonly log: Logger;
	readonly refusals: RefusalLog;
}

/** The one way of a request: limit, authorise, validate, decide, append, broadcast, acknowledge. */
export async function dispatch(
	message: unknown,
	lane: Lane,
	device: Device,
	hall: Hall,
	{ log, refusals }: Logs,
): Promise<Answer> {
	const answer = await answerTo(message, lane, device, hall, log);
	if (!answer.ok) refusals.refused(device.accountId, { code: answer.code, request: nameOf(message) }, log);
	return answer;
}

async function answerTo(message: unknown, lane: Lane, device: Device, hall: Hall, log: Logger): Promise<Answer> {
	if (isLargerThan(longestEnvelope, message)) return refused('too-large');
	const envelope = v.safeParse(envelopeSchema, message);
	if (!envelope.success) return refused('malformed');
	const { id, name, input } = envelope.output;
	const found = findRequest(name);
	// The limits of one lane are not for what belongs to the other.
	if (!found || laneOf(name) !== lane) return refused('unknown-request');
	const { request } = found;
	const family: Family<FamilyName> = families[found.family];
	try {
		// Refusals count: deciding costs, too.
		if (family.take?.(hall, device.participantId, name) === false) return refused('too-many-requests');
		if (device.checking ? !rights[request.right].includes('checker') : !mayNow(family.authorisedBy, request.right))
			return refused('not-allowed');
		const parsed = v.safeParse(request.input, input);
		if (!parsed.success) return refused('malformed');
		const outcome = await family.handle({ name: name as RequestName, input: parsed.output, id, device, hall });
		return 'refused' in outcome ? refused(outcome.refused) : ({ ok: true, output: outcome.output } as Answer);
	} catch (error) {
		if (error instanceof MediaError) return refused(error.code);
		log.error({ err: error, request: name }, 'request failed');
		return refused('unavailable');
	}

	function mayNow(authorisedBy: 'dispatcher' | 'core', right: Right): boolean {
		return authorisedBy === 'core' || may(hall.meeting.head, device.participantId, right);
	}
}

const nameOf = (message: unknown) =>
	typeof message === 'object' && message !== null && 'name' in message ? String(message.name).slice(0, 64) : undefined;
