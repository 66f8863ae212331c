import { setTimeout as wait } from 'node:timers/promises';
import { inside } from '#test/support/namespace.ts';
import { inNamespace } from '../../load/endpoint/native/namespaces.ts';
import { UdpSocket } from '../../load/endpoint/native/udp-socket.ts';
import { loadRecording } from '../../load/recording/recording.ts';
import { ClearText } from '../clear-text.ts';
import type { CascadeStand } from '../stand.ts';
import { Tap } from '../tap.ts';

/** Nobody listens there (discard, RFC 863). */
const nowhere = 9;
/** Of a voice 25 packets come in a second: a tap that hears less hears nothing. */
const leastPerSecond = 25;

/**
 * Who listens on the first district's line while all watch finds neither picture nor sound nor word of what is said there
 * in clear; and finds what is sent in clear on purpose.
 */
export async function sniff(stand: CascadeStand, seconds: number) {
	const [district] = stand.districts;
	if (!district) throw new Error('there is no district');
	await stand.untilAllWatch(60);
	stand.say(`sniffing for ${seconds} s`);
	const { meetingId } = stand.product.conference;
	const recording = loadRecording();
	const clear = new ClearText(recording, [meetingId, 'rtpParameters', 'nhip-cau-phien']);
	const heard = { packets: 0, media: 0, words: 0 };
	const { namespace, address } = district.network;
	const tap = new Tap(namespace, inside, (packet) => {
		heard.packets += 1;
		const found = clear.findIn(packet);
		if (found) heard[found] += 1;
	});
	try {
		await wait(seconds * 1000);
		const found = { ...heard };
		const proofs = [recording.camera[0]?.frames[1] ?? Buffer.alloc(0), Buffer.from(`said of ${meetingId}`)];
		for (const proof of proofs) {
			// One each: the second of a socket learns that nobody listens.
			const socket = inNamespace(stand.networks.province.namespace, () => new UdpSocket(address, nowhere));
			socket.sendBytes(proof.subarray(0, 1_000));
			socket.close();
		}
		await stand.until('the tap to find what is sent in clear', 10, () =>
			Promise.resolve(heard.media > found.media && heard.words > found.words),
		);
		stand.mustHold(found.packets >= leastPerSecond * seconds, `the tap heard ${found.packets} packets on the line`);
		stand.mustHold(found.media + found.words === 0, `in clear on the line: ${JSON.stringify(found)}`);
		return { packets: found.packets, in_clear: { media: found.media, words: found.words } };
	} finally {
		tap.close();
	}
}
