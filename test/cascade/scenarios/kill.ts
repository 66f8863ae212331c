import { percentiles } from '#test/support/percentiles.ts';
import { epochNow } from '../../load/endpoint/clock.ts';
import type { District } from '../district.ts';
import type { CascadeStand } from '../stand.ts';

const known = (times: readonly (number | null)[], since: number) =>
	times.flatMap((time) => (time === null ? [] : [time - since]));

const steps = ['opened', 'joined', 'connected'] as const;

/** One district after the other loses its media node's process: until its sites have media again. */
export const kill = (stand: CascadeStand) => lose(stand, (district) => district.killNode());

/** One district after the other loses its media node's machine, which says nothing any more. */
export const gone = (stand: CascadeStand) => lose(stand, async ({ node }) => node?.stop());

async function lose(stand: CascadeStand, how: (district: District) => Promise<void>) {
	const { speakerId: deviceId } = stand;
	const [media, picture, told]: number[][] = [[], [], []];
	const stepped = new Map(steps.map((step) => [step, [] as number[]]));
	for (const [index, district] of stand.districts.entries()) {
		if (!district.node) continue;
		await stand.untilAllWatch(60);
		const { role, network } = district;
		const homes = await role.call('addresses', undefined as never);
		const own = homes.flatMap((address, site) => (address === network.address ? [site] : []));
		stand.say(`the node of district ${index + 1} is lost, with ${own.length} sites`);
		const since = epochNow();
		await how(district);
		const ofOwn = (times: readonly (number | null)[]) => own.map((site) => times[site] ?? null);
		const pictures = async () => ofOwn(await role.call('keyFrames', { deviceId, since }));
		await stand.until(`pictures in district ${index + 1} again`, 60, async () => !(await pictures()).includes(null));
		picture?.push(...known(await pictures(), since));
		media?.push(...known(ofOwn(await role.call('newMedia', { since })), since));
		told?.push(...known(ofOwn(await role.call('toldOfLoss', { since })), since));
		for (const [step, all] of stepped) all.push(...known(ofOwn(await role.call('stepped', { step, since })), since));
		await district.killNode();
		await district.startNode();
		await district.comeAnew();
	}
	if (!picture?.length) return { sites: 0 };
	return {
		sites: picture.length,
		told_ms: percentiles(told ?? []),
		/** on the way into the media of another node */
		...Object.fromEntries([...stepped].map(([step, all]) => [`${step}_ms`, percentiles(all)])),
		failover_ms: percentiles(media ?? []),
		picture_ms: percentiles(picture),
	};
}
