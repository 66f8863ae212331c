import { connect } from 'node:net';

/** What came back: the status line's number, or how the connection ended without one. */
export type Outcome = number | 'closed' | 'silence';

/**
 * Sends bytes as they are and waits for what the server makes of them. `half`: breaks the connection off after sending;
 * `patience` in ms: after it, silence is the outcome.
 */
export function sendRaw(
	port: number,
	bytes: string | Buffer,
	{ half = false, patience = 2_000 }: { half?: boolean; patience?: number } = {},
): Promise<Outcome> {
	return new Promise((resolve) => {
		const socket = connect(port, '127.0.0.1');
		let heard = '';
		const settle = (outcome: Outcome) => {
			clearTimeout(timer);
			socket.destroy();
			resolve(outcome);
		};
		const timer = setTimeout(() => settle('silence'), patience);
		socket.on('connect', () => socket.write(bytes, () => half && settle('closed')));
		socket.setEncoding('latin1').on('data', (text: string) => {
			heard += text;
			const status = /^HTTP\/1\.1 (\d{3})/.exec(heard)?.[1];
			if (status !== undefined) settle(Number(status));
		});
		socket.on('error', () => settle('closed'));
		socket.on('close', () => settle('closed'));
	});
}
