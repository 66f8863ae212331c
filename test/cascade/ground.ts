import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import type { Conference } from '../load/run/load-province.ts';
import { Product } from '../load/run/product.ts';
import type { DeviceAddress } from '../load/run/signalling.ts';
import { makeCertificate } from './certificate.ts';
import type { NodeOptions } from './district-node.ts';
import { inNetwork } from './in-network.ts';
import { Networks } from './networks.ts';
import { type Plan, type Prepared, prepare } from './prepare.ts';

export interface GroundOptions {
	readonly districts: number;
	/** of each district, that have a network of their own */
	readonly communes: number;
	/** of districts' lines, in ms */
	readonly roundTrip: number;
	/** of the whole province */
	readonly sites: number;
	/** of the province's own node; one for each processor unless it is said */
	readonly workers?: number;
	/** What of it is prepared before the server starts; whom the districts' nodes serve, in the order of the districts. */
	readonly plan: (sites: Conference['sites']) => Plan;
	readonly say: (line: string) => void;
}

/** A province's networks and the product in them, as it serves real users, with TLS; no node of a district has started. */
export class Ground {
	readonly networks: Networks;
	readonly product: Product;
	/** of the server's, a PEM file */
	readonly certificate: string;
	readonly meetingIds: readonly string[];
	readonly #prepared: Prepared;
	readonly #folder: string;

	/** Throws an Error that says what this machine lacks. */
	static async lay({ districts, communes, roundTrip, sites, workers, plan, say }: GroundOptions): Promise<Ground> {
		say('laying networks');
		const networks = await Networks.lay(districts, communes, roundTrip);
		const folder = mkdtempSync(path.join(tmpdir(), 'nhip-cau-cascade-'));
		try {
			const { namespace, address } = networks.province;
			const { certificate, key } = makeCertificate(folder, address);
			setDefaultCACertificates([...getCACertificates(), readFileSync(certificate, 'utf8')]);
			const prepared: { data?: Prepared } = {};
			say('starting the server');
			const product = await Product.start(
				sites,
				{
					HOST: '0.0.0.0',
					PORT: '443',
					ORIGIN: `https://${address}`,
					TLS_CERTIFICATE: certificate,
					TLS_KEY: key,
					MEDIA_LISTEN_IP: address,
					...(workers === undefined ? {} : { MEDIA_WORKERS: `${workers}` }),
				},
				{
					runner: inNetwork(namespace),
					prepare: (dataDir, conference) => void (prepared.data = prepare(dataDir, plan(conference.sites))),
				},
			);
			if (!prepared.data) throw new Error('nothing was prepared');
			return new Ground({ networks, product, certificate, prepared: prepared.data, folder });
		} catch (error) {
			networks.close();
			rmSync(folder, { recursive: true });
			throw error;
		}
	}

	private constructor(parts: {
		readonly networks: Networks;
		readonly product: Product;
		readonly certificate: string;
		readonly prepared: Prepared;
		readonly folder: string;
	}) {
		this.networks = parts.networks;
		this.product = parts.product;
		this.certificate = parts.certificate;
		this.meetingIds = parts.prepared.meetingIds;
		this.#prepared = parts.prepared;
		this.#folder = parts.folder;
	}

	/** Of whoever has this login; the conference of all sites, unless it is another meeting. */
	addressOf(login: string, meetingId = this.product.conference.meetingId): DeviceAddress {
		return { url: this.product.url, meetingId, cookie: this.#prepared.cookies.get(login) ?? '' };
	}

	/** How a district's node is started. `index`: of the district. */
	nodeOptions(index: number): NodeOptions {
		const { namespace = '', address = '' } = this.networks.districts[index] ?? {};
		const token = this.#prepared.tokens[index] ?? '';
		return { namespace, address, url: this.product.url, certificate: this.certificate, token };
	}

	/** After all that runs in it. Idempotent. */
	async close(): Promise<void> {
		await this.product.close();
		this.networks.close();
		rmSync(this.#folder, { recursive: true, force: true });
	}
}
