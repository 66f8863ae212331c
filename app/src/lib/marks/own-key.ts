import * as v from 'valibot';
import type { DeviceKeys } from './device-keys.ts';
import { keyOfCode, newCode, type CodeKind } from './recovery-code.ts';
import { keyOf, newKeyBytes, seal, toBase64, unsealText, type Bytes } from './seal.ts';
import { markKeysSchema, type MarkKeys } from './sealed-mark.ts';

/** The person's key, for use on this device. */
export interface OwnKey {
	readonly keyId: string;
	readonly key: CryptoKey;
}

/** `new`: the person has none yet · `locked`: this device does not have it, the code opens it */
export type KeyState = OwnKey | 'new' | 'locked';

const address = '/account/mark-keys';

type Ask = (url: string, init?: RequestInit) => Promise<Response>;

/** The key to a person's own marks, on this device. What is asked rejects without a link. */
export class OwnKeys {
	readonly #personId: string;
	readonly #devices: DeviceKeys;
	readonly #ask: Ask;

	constructor(personId: string, devices: DeviceKeys, ask: Ask = (url, init) => fetch(url, init)) {
		this.#personId = personId;
		this.#devices = devices;
		this.#ask = ask;
	}

	async find(): Promise<KeyState> {
		const keys = await this.#keys();
		if (!keys) return 'new';
		const device = await this.#devices.of(this.#personId);
		const bytes = keys.device === null ? undefined : await this.#unwrap(device.key, keys.device, keys.keyId, device.id);
		return bytes ? own(keys.keyId, bytes) : 'locked';
	}

	/** A code for a key that is not yet made: `create` makes it once the person has the code. */
	readonly newCode = (): string => newCode('code');

	/** The person's first key. `taken`: another device was sooner. */
	async create(code: string): Promise<OwnKey | 'taken'> {
		const device = await this.#devices.of(this.#personId);
		const keyId = crypto.randomUUID();
		const bytes = newKeyBytes();
		const body = {
			keyId,
			code: await this.#wrap(await this.#codeKey(code), bytes, keyId, 'code'),
			device: device.id,
			wrapped: await this.#wrap(device.key, bytes, keyId, device.id),
		};
		const { status, ok } = await this.#send('POST', body);
		if (status === 409) return 'taken';
		if (!ok) throw new Error(`answered ${status}`);
		return own(keyId, bytes);
	}

	/**
	 * Opens the marks on this device, from now on without a code: by the recovery code, or by one that another device shows.
	 * `wrong`: it is not that code, or no longer.
	 */
	async unlock(code: string): Promise<OwnKey | 'wrong'> {
		const [keys, typed] = [await this.#keys(), await keyOfCode(code, this.#personId)];
		const wrappedBy = typed && keys?.[typed.kind];
		if (!keys || !typed || wrappedBy == null) return 'wrong';
		const bytes = await this.#unwrap(typed.key, wrappedBy, keys.keyId, typed.kind);
		if (!bytes) return 'wrong';
		const device = await this.#devices.of(this.#personId);
		const wrapped = await this.#wrap(device.key, bytes, keys.keyId, device.id);
		const { status, ok } = await this.#send('PUT', { keyId: keys.keyId, holder: device.id, wrapped });
		if (!ok) throw new Error(`answered ${status}`);
		return own(keys.keyId, bytes);
	}

	/**
	 * A code that opens the marks on one more device, once, within some minutes: nobody but the person sees it, and a server that gave
	 * out another key would not have it wrapped by this code. Undefined: this device does not have the key.
	 */
	async codeForOnce(): Promise<string | undefined> {
		const code = newCode('once');
		return (await this.#wrapBy('once', code)) ? code : undefined;
	}

	/** Another code in the place of the one before, from a device that has the key. False: it has not. */
	changeCode(code: string): Promise<boolean> {
		return this.#wrapBy('code', code);
	}

	async #wrapBy(kind: CodeKind, code: string): Promise<boolean> {
		const keys = await this.#keys();
		const device = await this.#devices.of(this.#personId);
		if (keys?.device == null) return false;
		const bytes = await this.#unwrap(device.key, keys.device, keys.keyId, device.id);
		if (!bytes) return false;
		const wrapped = await this.#wrap(await this.#codeKey(code), bytes, keys.keyId, kind);
		bytes.fill(0);
		const { status, ok } = await this.#send('PUT', { keyId: keys.keyId, holder: kind, wrapped });
		if (!ok) throw new Error(`answered ${status}`);
		return true;
	}

	/** Code and devices are lost: the marks go with their key. */
	async forget(): Promise<void> {
		const { ok, status } = await this.#ask(address, { method: 'DELETE' });
		if (!ok) throw new Error(`answered ${status}`);
	}

	async #keys(): Promise<MarkKeys | undefined> {
		const device = await this.#devices.of(this.#personId);
		const answer = await this.#ask(`${address}?device=${device.id}`, { redirect: 'manual' });
		if (!answer.ok) throw new Error(`answered ${answer.status}`);
		return v.parse(v.nullable(markKeysSchema), await answer.json()) ?? undefined;
	}

	#send(method: string, body: object): Promise<Response> {
		const headers = { 'content-type': 'application/json' };
		return this.#ask(address, { method, headers, body: JSON.stringify(body), redirect: 'manual' });
	}

	async #codeKey(code: string): Promise<CryptoKey> {
		const made = await keyOfCode(code, this.#personId);
		if (!made) throw new Error('no code');
		return made.key;
	}

	async #wrap(by: CryptoKey, bytes: Bytes, keyId: string, holder: string): Promise<string> {
		return toBase64(await seal(by, bytes, [this.#personId, keyId, holder]));
	}

	#unwrap(by: CryptoKey, wrapped: string, keyId: string, holder: string): Promise<Bytes | undefined> {
		return unsealText(by, wrapped, [this.#personId, keyId, holder]);
	}
}

async function own(keyId: string, bytes: Bytes): Promise<OwnKey> {
	const key = await keyOf(bytes);
	bytes.fill(0);
	return { keyId, key };
}
