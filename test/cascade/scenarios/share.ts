import { setTimeout as wait } from 'node:timers/promises';
import { percentiles } from '#test/support/percentiles.ts';
import { Chair } from '../../load/run/chair.ts';
import { DistrictNode } from '../district-node.ts';
import { makeSites } from '../district.ts';
import { Ground } from '../ground.ts';
import { most } from './thin.ts';

export interface ShareOptions {
	/** of each meeting */
	readonly communes: number;
	readonly seconds: number;
	readonly saidKbps: number;
	readonly say: (line: string) => void;
}

const nobody = undefined as never;
const meetings = 2;
/** s */
const settling = 5;

/** Two meetings of the province and a district over one line that carries what is said of it: the second begins later. */
export async function share({ communes, seconds, saidKbps, say }: ShareOptions) {
	const size = communes + 1;
	const ofMeeting = <T>(sites: readonly T[], meeting: number) => sites.slice(meeting * size, (meeting + 1) * size);
	const ground = await Ground.lay({
		...{ districts: 1, communes: 0, roundTrip: 0, sites: meetings * size, say },
		plan: (sites) => {
			const units = [0, 1].map((index) => ofMeeting(sites, index).map(({ unitId }) => unitId));
			return { districts: [units.flatMap(([, ...others]) => others)], meetings: units, saidKbps };
		},
	});
	const { product, networks, meetingIds, certificate } = ground;
	const closing: (() => unknown)[] = [() => ground.close()];
	try {
		const [district] = networks.districts;
		if (!district) throw new Error('there is no district');
		const { line } = district;
		line.narrow(saidKbps);
		const node = await DistrictNode.start(ground.nodeOptions(0));
		closing.push(() => node.close());
		const running: { role: Awaited<ReturnType<typeof makeSites>>['role']; speakerId: string }[] = [];
		/** How the speakers are seen in the meetings that run, since this was asked last. */
		const receptions = () =>
			Promise.all(running.map(({ role, speakerId: deviceId }) => role.call('receptions', { deviceId })));
		const begin = async (meeting: number) => {
			const sites = ofMeeting(product.conference.sites, meeting);
			const chair = new Chair(ground.addressOf(product.account('chair').login, meetingIds[meeting]));
			closing.push(() => chair.close());
			await chair.enter();
			await chair.give('start-meeting', {});
			await chair.give('set-stage-places', { places: 0 });
			await chair.give('grant-floor', { participantId: sites[0]?.siteId ?? '', limitSeconds: null });
			const options = sites.map(({ login }) => {
				const sources = ['camera', 'microphone'] as const;
				return { ...ground.addressOf(login, meetingIds[meeting]), layer: 2 as const, sources };
			});
			const own = await makeSites(networks.province.namespace, certificate, options.slice(0, 1));
			closing.push(() => own.role.close());
			const { role } = await makeSites(district.namespace, certificate, options.slice(1));
			closing.push(() => role.close());
			for (const each of [own.role, role]) await each.call('start', nobody);
			const speakerId = own.deviceIds[0] ?? '';
			const end = performance.now() + 60_000;
			while ((await role.call('watching', { deviceId: speakerId, ms: 1_000 })) < communes) {
				if (performance.now() > end) throw new Error(`meeting ${meeting + 1} is not seen`);
				await wait(200);
			}
			running.push({ role, speakerId });
		};
		const measure = async () => {
			await receptions();
			await wait(settling * 1000);
			const settled = await receptions();
			const offered = await line.offered(seconds);
			const end = await receptions();
			const of = (all: typeof end) => ({
				picture_stands_ms: most(all.flat().map(({ sources }) => sources.camera?.standMs)),
				voice_longest_gap_ms: most(all.flat().map(({ sources }) => sources.microphone?.gapMs)),
			});
			const heights = end.map((all) => [...new Set(all.map(({ sources }) => sources.camera?.height ?? 0))]);
			return { offered_kbit_per_s: percentiles(offered), settling: of(settled), settled: of(end), heights };
		};
		await begin(0);
		say('one meeting goes over the line');
		const one = await measure();
		await begin(1);
		say('two do');
		const two = await measure();
		return { said_kbit_per_s: saidKbps, one, two };
	} finally {
		for (const close of closing.toReversed()) await close();
	}
}
