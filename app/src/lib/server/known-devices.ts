import { createKnownDevice, deviceIsKnownFor, isKnownDevice } from '#db/auth/known-device.ts';
import type { Database } from '#db/client.ts';
import type { Cookies } from '@sveltejs/kit';

/** Several people share a tablet; the latest stay. */
const mostKept = 8;

const nameOf = (secure: boolean) => (secure ? '__Host-nhip-cau-may' : 'nhip-cau-may');
const readAll = (cookies: Cookies, secure: boolean) => cookies.get(nameOf(secure))?.split('~').slice(0, mostKept) ?? [];

/** What this device keeps of an earlier sign-in to the account of this login; undefined: it is a stranger to it. */
export const findKnownDevice = (db: Database, cookies: Cookies, login: string, secure: boolean): string | undefined =>
	readAll(cookies, secure).find((kept) => isKnownDevice(db, login, kept, Date.now()));

/** After a success: from now on this device is no stranger to the account. */
export function keepKnownDevice(db: Database, cookies: Cookies, accountId: string, secure: boolean): void {
	const now = Date.now();
	const others = readAll(cookies, secure).filter((kept) => !kept.startsWith(`${accountId}.`));
	const kept = [createKnownDevice(db, accountId, now), ...others].slice(0, mostKept).join('~');
	const expires = new Date(now + deviceIsKnownFor);
	cookies.set(nameOf(secure), kept, { path: '/', httpOnly: true, sameSite: 'lax', secure, expires });
}
