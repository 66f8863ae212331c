import { request } from 'node:http';

/**
 * Signs in through the product's own form and returns the session's cookie. `from`: the address of this machine that the
 * request comes from, since sign-ins are limited by address. Throws with what the form answers.
 */
export function signIn(url: string, login: string, password: string, from: string): Promise<string> {
	const body = new URLSearchParams({ login, password }).toString();
	return new Promise((resolve, reject) => {
		const asked = request(
			`${url}/sign-in`,
			{
				method: 'POST',
				localAddress: from,
				headers: {
					'content-type': 'application/x-www-form-urlencoded',
					'content-length': Buffer.byteLength(body),
					origin: url,
				},
			},
			(response) => {
				response.resume();
				const cookie = response.headers['set-cookie']?.find((each) => /^(__Host-)?nhip-cau-phien=/.test(each));
				if (cookie) resolve(cookie.split(';')[0] ?? '');
				else reject(new Error(`${login} could not sign in: ${response.statusCode}`));
			},
		);
		asked.once('error', reject);
		asked.end(body);
	});
}

/** An address of the loopback range for each of thousands of devices. */
export const loopbackAddress = (index: number): string => `127.1.${Math.floor(index / 250)}.${1 + (index % 250)}`;
