import { afterEach, expect, it } from 'vitest';
import { mediaProfiles } from '#lib/media/media-profiles.ts';
import { TestNode } from '#test/sfu/media-node.ts';
import { Wires } from '#test/sfu/wired.ts';

let node: TestNode | undefined;
let wires: Wires | undefined;
afterEach(() => {
	wires?.close();
	node?.close();
});

it('hears the microphone of every kind of device on all workers, the loudest first, and when all have fallen silent', async () => {
	node = await TestNode.start({ workers: 2 });
	wires = new Wires();
	const kinds = Object.entries(mediaProfiles);
	const speakers = [];
	for (const [index, [kind, { microphone }]] of kinds.entries()) {
		const site = await node.join('m', kind);
		const sender = await wires.sender(node, site);
		const loudness = 20 + index;
		const track = sender.produce('microphone', { loudness, packetTime: microphone.ptime });
		const { id: transportId } = site.transports.send;
		const asked = { kind: 'audio', source: 'microphone', rtpParameters: track.rtpParameters, paused: false } as const;
		const { producerId } = await node.ask.produce({ ...site.ids, transportId, ...asked });
		speakers.push({ site, producerId, level: { endpointId: kind, dbov: -loudness } });
	}
	// Enough of them that the other worker has a share, and the voices of both are told together.
	await node.declare('m', { tracks: speakers.map(({ site }) => site.at('audio')) });

	const heard = ({ levels }: { levels: unknown[] }) => levels.length === kinds.length;
	const { levels } = await node.notices.until('all voices to be heard', 'levels', heard);
	expect(levels).toEqual(speakers.map(({ level }) => level));

	node.notices.clear();
	for (const { site, producerId } of speakers) await node.ask['pause-producer']({ ...site.ids, producerId });
	await node.notices.until('silence to be told', 'levels', ({ levels: left }) => left.length === 0);
});
