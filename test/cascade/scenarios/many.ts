import { setTimeout as wait } from 'node:timers/promises';
import { Chair } from '../../load/run/chair.ts';
import { DistrictNode } from '../district-node.ts';
import { makeSites } from '../district.ts';
import { Ground } from '../ground.ts';

export interface ManyOptions {
	readonly districts: number;
	readonly meetings: number;
	/** of each meeting */
	readonly communes: number;
	readonly seconds: number;
	readonly say: (line: string) => void;
	/** what must hold and does not */
	readonly fault: (said: string) => void;
}

const nobody = undefined as never;

/** As many meetings at once, each of some communes and with a speaker of its own, on the nodes of a few districts. */
export async function many({ districts, meetings, communes, seconds, say, fault }: ManyOptions) {
	const all = <T>(count: number, of: (index: number) => T) => Array.from({ length: count }, (_, index) => of(index));
	const ofMeeting = <T>(sites: readonly T[], meeting: number) =>
		sites.slice(meeting * communes, (meeting + 1) * communes);
	const ofDistrict = (district: number) =>
		[...all(meetings, (each) => each)].filter((each) => each % districts === district);
	const ground = await Ground.lay({
		districts,
		communes: 0,
		roundTrip: 0,
		sites: meetings * communes,
		plan: (sites) => {
			const units = all(meetings, (index) => ofMeeting(sites, index).map(({ unitId }) => unitId));
			return {
				districts: all(districts, (index) => ofDistrict(index).flatMap((each) => units[each] ?? [])),
				meetings: units,
				saidKbps: null,
			};
		},
		say,
	});
	const { product, networks, meetingIds, certificate } = ground;
	const closing: (() => unknown)[] = [() => ground.close()];
	try {
		// Before its start nobody else is let into a meeting.
		for (const [meeting, meetingId] of meetingIds.entries()) {
			const chair = new Chair(ground.addressOf(product.account('chair').login, meetingId));
			closing.push(() => chair.close());
			await chair.enter();
			await chair.give('start-meeting', {});
			const [first] = ofMeeting(product.conference.sites, meeting);
			await chair.give('grant-floor', { participantId: first?.siteId ?? '', limitSeconds: null });
		}
		const speakers: { role: Awaited<ReturnType<typeof makeSites>>['role']; deviceId: string }[] = [];
		for (const [index, { namespace }] of networks.districts.entries()) {
			const node = await DistrictNode.start(ground.nodeOptions(index));
			closing.push(() => node.close());
			const options = ofDistrict(index).flatMap((meeting) =>
				ofMeeting(product.conference.sites, meeting).map(({ login }) => ({
					...ground.addressOf(login, meetingIds[meeting]),
					layer: 0 as const,
					sources: ['camera', 'microphone'] as const,
				})),
			);
			const { role, deviceIds } = await makeSites(namespace, certificate, options);
			closing.push(() => role.close());
			say(`${options.length} sites of district ${index + 1} come`);
			await role.call('start', nobody);
			for (let at = 0; at < deviceIds.length; at += communes) speakers.push({ role, deviceId: deviceIds[at] ?? '' });
		}
		/** Of each meeting, how many get its speaker's picture. */
		const watching = () =>
			Promise.all(speakers.map(({ role, deviceId }) => role.call('watching', { deviceId, ms: 1_000 })));
		/** Meetings in which everybody but the speaker does. */
		const running = async () => (await watching()).filter((count) => count === communes - 1).length;
		const end = performance.now() + 60_000;
		while ((await running()) < meetings && performance.now() < end) await wait(200);
		say(`${await running()} meetings run, for ${seconds} s`);
		product.resetLoop();
		await wait(seconds * 1000);
		const { p99, max } = await product.readLoop();
		const counts = await watching();
		const found = counts.filter((count) => count === communes - 1).length;
		if (found < meetings) fault(`${found} of ${meetings} meetings run`);
		return {
			meetings_at_once: found,
			sites: meetings * communes,
			/** and of those who should */
			with_picture: counts.reduce((sum, count) => sum + count, 0),
			listeners: meetings * (communes - 1),
			control_event_loop_ms: { p99: Number(p99.toFixed(1)), max: Number(max.toFixed(1)) },
		};
	} finally {
		for (const close of closing.toReversed()) await close();
	}
}
