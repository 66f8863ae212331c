import { laneOf } from '#contract/lane.ts';
import { may, rights } from '#meeting/rights.ts';
import { startLiveServer } from '#test/support/live-server.ts';
import { PretendNode } from '#test/support/pretend-node.ts';
import path from 'node:path';
import process from 'node:process';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../../db/temporary-database.ts';
import { everyRequest } from './each-request.ts';
import { sampleOf } from './sample-of.ts';
import { prepareWalk } from './walk.ts';

/** Nothing is decided any more after it. */
const last = 'end-meeting';

test('every request of the socket is tried by everybody, and lets through whom the table of rights lets, and nobody else', async () => {
	const dataDir = temporaryFolder();
	const server = await startLiveServer(path.join(dataDir, 'db.sqlite'));
	// Without one, who asks for media waits for it.
	const node = await PretendNode.start(server.live.link);
	onTestFinished(async () => {
		node.close();
		await server.close();
	});
	const { meetingId, walkers } = await prepareWalk(server.db, dataDir);
	const inside = new Set(['chair', 'secretary', 'operator', 'delegate', 'guest', 'room']);
	let tried = 0;
	const wrong: string[] = [];

	for (const walker of walkers) {
		if (inside.has(walker.name)) continue;
		const code = walker.session === undefined ? 'not-signed-in' : 'not-invited';
		// Who does not come in can ask nothing at all.
		await expect(server.enter(walker.cookie, { meetingId }), walker.name).rejects.toThrow(code);
		tried += everyRequest.length;
	}

	const ordered = everyRequest.toSorted((a, b) => Number(a.name === last) - Number(b.name === last));
	// The chair comes first, who opens the meeting, and asks last, who ends it.
	const chair = walkers.find(({ name }) => name === 'chair');
	const opened = await server.enter(chair?.cookie, { meetingId });
	expect(await opened.give('start-meeting', {})).toMatchObject({ ok: true });
	const others = walkers.filter(({ name }) => inside.has(name) && name !== 'chair' && name !== 'secretary');
	const runners = walkers.filter(({ name }) => name === 'secretary' || name === 'chair');
	for (const checking of [true, false])
		for (const walker of [...others, ...runners]) {
			const device = await server.enter(walker.cookie, { meetingId, checking });
			for (const { name, input, right } of ordered) {
				const sample = sampleOf(input);
				const now = server.stateOf(meetingId);
				const expected = checking
					? rights[right].includes('checker')
					: may(now, walker.session?.participantId ?? '', right);
				const answer = await device.say({ id: crypto.randomUUID(), name, input: sample }, laneOf(name));
				tried += 1;
				const isRefused = !answer.ok && (answer.code === 'not-allowed' || answer.code === 'not-invited');
				// The core looks at a command only when its input fits.
				if (!answer.ok && answer.code === 'malformed' && right === name)
					throw new Error(`${name}: the sample does not fit`);
				if (isRefused === expected)
					wrong.push(
						`${name} (${right}): ${checking ? 'checking ' : ''}${walker.name} gets ${answer.ok ? 'ok' : answer.code}`,
					);
			}
			device.socket.disconnect();
		}
	process.stdout.write(`requests tried: ${tried}, let through or refused wrongly: ${wrong.length}\n`);
	expect(wrong).toEqual([]);
});
