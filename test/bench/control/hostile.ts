/**
 * A process of its own: somebody who is signed in and means harm, as fast as it goes, until the bench lets go of it. Knocks at
 * a meeting that has not invited them, packets of CONNECT by the hundred, and asks for pages, searches and minutes over
 * many connections.
 */
import { meetingNamespace } from '#contract/messages.ts';
import { Agent, request } from 'node:http';
import process from 'node:process';

const [url = '', cookie = '', meetingId = '', pages = '', ...paths] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, maxSockets: 64 });
const counts = { pages: 0, refused: 0, knocks: 0 };

process.on('message', () => process.send?.(counts));
process.on('disconnect', () => process.exit(0));

function fetch(where: string, body?: string): Promise<{ status: number; text: string }> {
	return new Promise((resolve) => {
		const failed = () => resolve({ status: 0, text: '' });
		const headers = { cookie, 'x-forwarded-for': '127.0.0.2' };
		const asked = request(
			`${url}${where}`,
			{ agent, headers, method: body === undefined ? 'GET' : 'POST' },
			(response) => {
				let text = '';
				response.setEncoding('utf8').on('data', (chunk: string) => (text = text.length < 1_000 ? text + chunk : text));
				response.once('end', () => resolve({ status: response.statusCode ?? 0, text }));
				response.once('error', failed);
			},
		);
		asked.once('error', failed);
		asked.end(body);
	});
}

async function askForPages(from: number): Promise<void> {
	for (let index = from; ; index += 1) {
		const { status } = await fetch(paths[index % paths.length] ?? '/');
		if (status === 200) counts.pages += 1;
		else counts.refused += 1;
		// A server that hangs up at once is tried again on the next turn of the loop.
		if (status === 0) await new Promise((resolve) => setTimeout(resolve, 1));
	}
}

async function knock(): Promise<void> {
	const introduction = { meetingId, deviceId: 'a-device-of-somebody-else', lastSeq: 0, checking: false, pages };
	const packet = `40${meetingNamespace},${JSON.stringify(introduction)}`;
	const flood = Array.from({ length: 20 }, () => packet).join('\x1e');
	for (;;) {
		const opened = await fetch('/socket.io/?EIO=4&transport=polling');
		const sid = /"sid":"([^"]+)"/.exec(opened.text)?.[1];
		for (let times = 0; sid !== undefined && times < 10; times += 1) {
			const { status } = await fetch(`/socket.io/?EIO=4&transport=polling&sid=${sid}`, flood);
			if (status !== 200) break;
			counts.knocks += 20;
		}
		if (sid === undefined) await new Promise((resolve) => setTimeout(resolve, 1));
	}
}

for (let each = 0; each < 16; each += 1) void askForPages(each);
for (let each = 0; each < 4; each += 1) void knock();
