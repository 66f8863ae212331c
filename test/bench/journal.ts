import { openDatabase, type Database } from '#db/client.ts';
import { findRequest, readJournal } from '#db/journal/journal.ts';
import { countUrn } from '#db/votes/urn.ts';
import { JournalWriter } from '#live/journal/journal-writer.ts';
import { RunningMeeting } from '#live/running-meeting.ts';
import type { Actor } from '#meeting/record.ts';
import { isRefusal } from '#meeting/refusal.ts';
import { meetingBefore, replay } from '#meeting/state.ts';
import { requirePlan } from '#test/support/require-plan.ts';
import { createTestMeeting } from '#test/support/test-meeting.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { pino } from 'pino';
import { percentiles, type Percentiles } from '#test/support/percentiles.ts';

const meetings = 4;
const seconds = 10;
const eventsPerSecond = 2000;
const beat = 10;
const replayed = 50_000;

export interface JournalFigures {
	readonly offered_events_per_s: number;
	readonly acknowledged_events_per_s: number;
	readonly acknowledgement_ms: Percentiles;
	readonly replay: { readonly events: number; readonly ms: number };
}

/**
 * Four meetings at once give floor commands at a fixed rate, whatever the answers take, on a real database with
 * synchronous=FULL; then a journal of 50,000 events is read and folded.
 */
export async function benchJournal(say: (line: string) => void): Promise<JournalFigures> {
	const folder = mkdtempSync(path.join(process.cwd(), '.bench-'));
	const db = openDatabase(path.join(folder, 'bench.sqlite'));
	try {
		say(`${meetings} meetings, ${eventsPerSecond} events/s offered for ${seconds} s`);
		const load = await offer(db);
		say(`replaying ${replayed} events`);
		return { ...load, replay: await measureReplay(db) };
	} finally {
		db.close();
		rmSync(folder, { recursive: true });
	}
}

async function offer(db: Database) {
	const running = await Promise.all(Array.from({ length: meetings }, () => openMeeting(db)));
	const latencies: number[] = [];
	const answers: Promise<void>[] = [];
	const started = performance.now();
	const perBeat = (eventsPerSecond * beat) / 1000 / meetings;
	const total = eventsPerSecond * seconds;
	let given = 0;
	await new Promise<void>((resolve) => {
		const timer = setInterval(() => {
			// A late timer catches up: the offered rate holds on a busy machine.
			const due = Math.floor((performance.now() - started) / beat + 1) * perBeat * meetings;
			while (given < Math.min(due, total)) {
				const meeting = running[given % meetings];
				if (meeting) answers.push(give(meeting, Math.floor(given / meetings), latencies));
				given += 1;
			}
			if (given < total) return;
			clearInterval(timer);
			resolve();
		}, beat);
	});
	await Promise.all(answers);
	const took = (performance.now() - started) / 1000;
	return {
		offered_events_per_s: eventsPerSecond,
		acknowledged_events_per_s: Math.round(latencies.length / took),
		acknowledgement_ms: percentiles(latencies),
	};
}

/** Each participant in turn asks for the floor, and withdraws it the next time. */
async function give(meeting: RunningMeeting, turn: number, latencies: number[]): Promise<void> {
	const delegates = meeting.state.plan?.participants.filter((each) => each.roles.includes('delegate')) ?? [];
	const participant = delegates[turn % delegates.length];
	if (!participant) throw new Error('the bench meeting has no delegates');
	const asks = Math.floor(turn / delegates.length) % 2 === 0;
	const actor: Extract<Actor, { kind: 'participant' }> = {
		kind: 'participant',
		participantId: participant.id,
		deviceId: 'bench',
	};
	const started = performance.now();
	const name = asks ? 'request-floor' : 'withdraw-floor';
	const outcome = await meeting.give(actor, { name, input: {} }, `${meeting.id}-${turn}`);
	if (isRefusal(outcome)) throw new Error(`${name} was refused: ${outcome.refused}`);
	latencies.push(performance.now() - started);
}

async function openMeeting(db: Database): Promise<RunningMeeting> {
	const { id, chairId } = createTestMeeting(db, { delegates: 50 });
	const meeting = new RunningMeeting(
		id,
		{ state: meetingBefore, lastAt: 0 },
		{
			writer: writerOf(db),
			urn: (voteId) => countUrn(db, id, voteId),
			clock: Date.now,
			findRequest: (requestId) => findRequest(db, id, requestId),
			preparePlan: async () => async () => {},
		},
	);
	await meeting.giveAsSystem('open-meeting', { plan: requirePlan(db, id) });
	const chair = { kind: 'participant', participantId: chairId, deviceId: 'bench' } as const;
	await meeting.give(chair, { name: 'start-meeting', input: {} }, `${id}-start`);
	return meeting;
}

const writers = new WeakMap<Database, JournalWriter>();
function writerOf(db: Database): JournalWriter {
	const writer = writers.get(db) ?? new JournalWriter(db, pino({ level: 'silent' }));
	writers.set(db, writer);
	return writer;
}

async function measureReplay(db: Database): Promise<{ events: number; ms: number }> {
	const meeting = await openMeeting(db);
	const latencies: number[] = [];
	for (let turn = 0; meeting.state.seq < replayed;) {
		const batch = Array.from({ length: Math.min(500, replayed - meeting.state.seq) }, () =>
			give(meeting, turn++, latencies),
		);
		await Promise.all(batch);
	}
	const started = performance.now();
	const state = replay(readJournal(db, meeting.id));
	const ms = performance.now() - started;
	if (state.seq !== replayed) throw new Error(`replayed ${state.seq} events instead of ${replayed}`);
	return { events: state.seq, ms: Math.round(ms) };
}
