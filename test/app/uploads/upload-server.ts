import { getUpload } from '#db/documents/uploads.ts';
import type { UploadOutcome } from '#contract/uploads.ts';
import { pageRequests } from '#live/page-requests.ts';
import type { LiveServer } from '#test/support/live-server.ts';
import { unlookedIntake } from '#test/support/unlooked-intake.ts';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { Uploads } from '../../../app/uploads/uploads.ts';

type Ports = ConstructorParameters<typeof Uploads>[0];

/** Uploads beside a server that is there, on a port of their own; closed when the test is over. */
export async function startUploads(
	{ db, dataDir, live }: Pick<LiveServer, 'db' | 'live'> & { readonly dataDir: string },
	others: Partial<Ports> = {},
) {
	const uploads = new Uploads({
		db,
		dataDir,
		secureCookies: false,
		behindProxy: false,
		intake: unlookedIntake,
		pageRequests: pageRequests(),
		isOwnOrigin: (origin) => origin === undefined || origin === 'https://here',
		meetings: live.meetings,
		log: pino({ level: 'silent' }),
		...others,
	});
	const server = createServer((request, response) => uploads.handleRequest(request, response));
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	onTestFinished(async () => {
		server.closeAllConnections();
		server.close();
		await uploads.close();
	});
	const { port } = server.address() as AddressInfo;
	const url = `http://127.0.0.1:${port}/uploads`;

	const ask = (path: string, cookie: string | undefined, init: RequestInit = {}) =>
		fetch(path.startsWith('/') ? `http://127.0.0.1:${port}${path}` : path, {
			...init,
			headers: {
				'tus-resumable': '1.0.0',
				...(cookie === undefined ? {} : { cookie }),
				...(init.headers as Record<string, string>),
			},
		});
	const create = (cookie: string | undefined, size: number | string, metadata: Record<string, string>) => {
		const words = Object.entries({ label: 'internal', declared: 'no-state-secret', ...metadata }).map(
			([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`,
		);
		const headers = { 'upload-length': String(size), 'upload-metadata': words.join(',') };
		return ask('/uploads', cookie, { method: 'POST', headers });
	};
	const patch = (where: string, cookie: string | undefined, offset: number | string, body: BodyInit) =>
		ask(where, cookie, {
			method: 'PATCH',
			headers: { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
			body,
			duplex: 'half',
		} as RequestInit);
	const outcome = async (where: string, cookie: string) => (await (await ask(where, cookie)).json()) as UploadOutcome;
	return {
		uploads,
		port,
		url,
		ask,
		create,
		patch,
		outcome,
		/** A whole file, as a browser sends it. @returns what became of it */
		async send(cookie: string, metadata: Record<string, string>, text: string | Buffer): Promise<UploadOutcome> {
			const body = Buffer.from(text);
			const created = await create(cookie, body.length, { modified: '1', ...metadata });
			if (created.status !== 201) return (await created.json()) as UploadOutcome;
			const where = created.headers.get('location') ?? '';
			await patch(where, cookie, 0, body);
			return outcome(where, cookie);
		},
		rowOf: (where: string) => getUpload(db, where.split('/').at(-1) ?? ''),
	};
}
