import { addNamespace, inside, layCable, layNamespace, removeNamespace, run } from '#test/support/namespace.ts';
import { CountedEnd } from './counted-end.ts';
import { layLongCable } from './long-cable.ts';
import { Line } from './line.ts';

export interface CommuneNetwork {
	readonly namespace: string;
	readonly address: string;
	/** the district's end of its cable: what leaves there comes to the commune; and the commune's own */
	readonly end: CountedEnd;
	readonly own: CountedEnd;
}

export interface DistrictNetwork {
	readonly namespace: string;
	/** of the district, on its line: its node's */
	readonly address: string;
	readonly line: Line;
	readonly communes: readonly CommuneNetwork[];
}

/**
 * A province, its districts and their communes, a network namespace each, joined by cables as they are in the world: what a
 * commune says to the province passes through its district and over the district's line. This machine is joined to the
 * province alone. Close it after all that runs in it.
 */
export class Networks {
	/** `address`: where everybody reaches it, this machine too */
	readonly province: { readonly namespace: string; readonly address: string };
	readonly districts: readonly DistrictNetwork[];
	readonly #closing: readonly (() => void)[];

	/**
	 * `roundTrip`: of districts' lines, in ms; 0: as fast as this machine is. Throws an Error that says what is missing where
	 * this machine cannot do it; nothing is left behind then.
	 */
	static async lay(districts: number, communes: number, roundTrip = 0): Promise<Networks> {
		const closing: (() => void)[] = [];
		try {
			const { name, address } = layNamespace();
			closing.push(() => removeNamespace(name));
			forward(name);
			const laid: DistrictNetwork[] = [];
			for (let number = 1; number <= districts; number += 1)
				laid.push(await layDistrict(name, { number, communes, roundTrip }, closing));
			return new Networks({ namespace: name, address }, laid, closing);
		} catch (error) {
			for (const close of closing) close();
			throw error;
		}
	}

	private constructor(
		province: Networks['province'],
		districts: readonly DistrictNetwork[],
		closing: readonly (() => void)[],
	) {
		this.province = province;
		this.districts = districts;
		this.#closing = closing;
	}

	/** Idempotent. */
	close(): void {
		for (const close of this.#closing) close();
	}
}

interface DistrictPlan {
	/** from 1, below 100 */
	readonly number: number;
	readonly communes: number;
	/** ms */
	readonly roundTrip: number;
}

async function layDistrict(
	province: string,
	{ number, communes, roundTrip }: DistrictPlan,
	closing: (() => void)[],
): Promise<DistrictNetwork> {
	const namespace = addNamespace();
	closing.push(() => removeNamespace(namespace));
	forward(namespace);
	const [far, address] = [`10.77.${number}.1`, `10.77.${number}.2`];
	const own = `10.77.${100 + number}`;
	const device = `district${number}`;
	const ends = [
		{ namespace: province, device, address: far },
		{ namespace, device: inside, address },
	] as const;
	if (roundTrip === 0) layCable(...ends);
	else closing.push(await layLongCable(...ends, roundTrip / 2));
	run('ip', ['-n', namespace, 'route', 'add', 'default', 'via', far]);
	run('ip', ['-n', province, 'route', 'add', `${own}.0/24`, 'via', address]);
	return {
		namespace,
		address,
		line: new Line(new CountedEnd(province, device), new CountedEnd(namespace, inside)),
		communes: Array.from({ length: communes }, (_, index) => layCommune(namespace, index + 1, own, closing)),
	};
}

/** `number`: from 1; `own`: the first three bytes of the district's addresses, four of which are a commune's. */
function layCommune(district: string, number: number, own: string, closing: (() => void)[]): CommuneNetwork {
	const namespace = addNamespace();
	closing.push(() => removeNamespace(namespace));
	const [near, far] = [`${own}.${4 * number - 3}`, `${own}.${4 * number - 2}`];
	const device = `commune${number}`;
	layCable({ namespace: district, device, address: near }, { namespace, device: inside, address: far });
	run('ip', ['-n', namespace, 'route', 'add', 'default', 'via', near]);
	return {
		...{ namespace, address: far },
		end: new CountedEnd(district, device),
		own: new CountedEnd(namespace, inside),
	};
}

const forward = (namespace: string) =>
	run('ip', ['netns', 'exec', namespace, 'sysctl', '-q', '-w', 'net.ipv4.ip_forward=1']);
