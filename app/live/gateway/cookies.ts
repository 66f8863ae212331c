import { parseCookie } from 'cookie';

/** The cookies of a handshake, which comes outside of the pages' own request handling. */
export const parseCookies = (header: string | undefined): ReadonlyMap<string, string> =>
	new Map(
		Object.entries(parseCookie(header ?? '')).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
	);
