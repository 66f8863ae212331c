import { uploadRights } from '#contract/uploads.ts';
import { insertUpload } from '#db/documents/uploads.ts';
import { allows } from '#meeting/rights.ts';
import process from 'node:process';
import { expect, test } from 'vitest';
import { startRouteServer } from '../routes/route-server.ts';
import { startUploads } from '../uploads/upload-server.ts';
import { prepareWalk } from './walk.ts';

test('every request of an upload is tried by everybody, for all and for one of their own', async () => {
	const server = await startRouteServer();
	const { ask, create } = await startUploads(server);
	const { meetingId, draftId, walkers } = await prepareWalk(server.db, server.dataDir);
	let tried = 0;
	const wrong: string[] = [];
	for (const { name, showing, session, cookie } of walkers)
		for (const meeting of [meetingId, draftId]) {
			const id = crypto.randomUUID();
			const target = { fileName: 'a.pdf', title: 'A', documentId: null, replaces: null, itemId: null };
			const begun = {
				...target,
				id,
				meetingId: meeting,
				label: 'public' as const,
				size: 9,
				modifiedAt: 1,
				createdAt: 1,
			};
			// As if they had been allowed when they began.
			if (session)
				insertUpload(server.db, { ...begun, accountId: session.accountId, sessionKey: session.key, ip: null });
			const one = Object.entries(uploadRights).map(async ([method, right]) => {
				const headers = { 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' };
				const body =
					method === 'POST'
						? { body: JSON.stringify({ name: 'a.pdf', title: 'A', label: 'public', declared: 'no-state-secret' }) }
						: {};
				const { status } = await ask(`/uploads/${id}`, cookie, { method, headers, ...body });
				return { what: `${method} of one`, right, status };
			});
			const all = [
				{ what: 'GET', right: uploadRights.GET, status: (await ask(`/uploads?meeting=${meeting}`, cookie)).status },
				{
					what: 'POST',
					right: uploadRights.POST,
					status: (await create(cookie, 9, { meeting, modified: '1', name: 'b.pdf', title: 'B' })).status,
				},
			];
			for (const { what, right, status } of [...all, ...(await Promise.all(one))]) {
				tried += 1;
				const isLetThrough = status !== 401 && status !== 403;
				if (isLetThrough !== allows(right, showing)) wrong.push(`${what}: ${name} gets ${status}`);
			}
		}
	process.stdout.write(`requests of uploads tried: ${tried}, let through or refused wrongly: ${wrong.length}\n`);
	expect(wrong).toEqual([]);
});
