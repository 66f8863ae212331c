import { newUploadSchema, uploadRights, uploadsPath, uploadTargetSchema, type OpenUpload } from '#contract/uploads.ts';
import type { Session } from '#db/auth/sessions.ts';
import { recordAudit } from '#db/audit/audit.ts';
import { inLargeTransaction } from '#db/client.ts';
import { DataError } from '#db/data-error.ts';
import { endHolds, namedUpload, releaseHeld } from '#db/documents/held-papers.ts';
import * as rows from '#db/documents/uploads.ts';
import { requireStanding } from '#db/meetings/read-standing.ts';
import { refusalStatus } from '#lib/server/current.ts';
import { addSecurityHeaders } from '#lib/server/security-headers.ts';
import { mayIn } from '#lib/server/standing.ts';
import { sessionIn } from '#live/gateway/authenticate.ts';
import type { Services } from '#live/services.ts';
import { Metadata, Server, type Upload } from '@tus/server';
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import * as v from 'valibot';
import { requireRoom } from './limits.ts';
import { openParts, partPath, partSize } from './parts.ts';
import { sweep } from './sweep.ts';
import { requireTarget, TakeIn, type TakeInPorts } from './take-in.ts';
import { UploadLocks } from './upload-locks.ts';

interface UploadsPorts extends TakeInPorts, Pick<Services, 'secureCookies' | 'pageRequests'> {
	readonly isOwnOrigin: (origin: string | undefined, host: string | undefined) => boolean;
	/** whether the last address of X-Forwarded-For is the client's */
	readonly behindProxy: boolean;
	/** how long one request waits for what becomes of an upload; ms, by default so little that whoever asks after many hears of each soon */
	readonly longestWait?: number;
}

interface Asking {
	readonly session: Session;
	readonly ip: string | null;
}

type Method = keyof typeof uploadRights;

const isMethod = (method: string | undefined): method is Method => Object.hasOwn(uploadRights, method ?? '');

/** Bytes of what a POST says an upload is to be. */
const largestTarget = 16 * 1024;

/**
 * Where files come in, in pieces, over whatever link (tus 1.0): who is cut off goes on where the server has got to. Every request
 * is asked for its session, for whose upload it is, and for the right to that meeting's papers.
 */
export class Uploads {
	readonly path = uploadsPath;
	readonly #ports: UploadsPorts;
	readonly #takeIn: TakeIn;
	readonly #locks = new UploadLocks();
	readonly #tus: Server;
	/** who sends what tus works at */
	readonly #asking = new AsyncLocalStorage<Asking>();
	#closed = false;

	constructor(ports: UploadsPorts) {
		this.#ports = ports;
		this.#takeIn = new TakeIn(ports);
		const { db, dataDir } = ports;
		this.#tus = new Server({
			path: uploadsPath,
			datastore: openParts(db, dataDir, (upload) => this.#create(upload)),
			locker: this.#locks,
			// Of a link that is gone nothing more comes: whoever comes anew waits no longer for it.
			lockDrainTimeout: 100,
			relativeLocation: true,
			namingFunction: () => randomUUID(),
			disableTerminationForFinishedUploads: true,
			// Without it, the library lets pages of every site read its answers.
			allowedOrigins: () => false,
			onUploadCreate: async (_, upload) => this.#orCode(() => this.#requireNew(upload)),
			onUploadFinish: async (_, { id }) => {
				void this.#takeIn.take(id);
				return {};
			},
		});
	}

	/** Those whose last byte came before the process ended. */
	async catchUp(): Promise<void> {
		const { db, dataDir } = this.#ports;
		for (const { id, size } of rows.listAllOpenUploads(db)) {
			if (this.#closed) return;
			if ((await partSize(dataDir, id)) === size) await this.#takeIn.take(id);
		}
	}

	/** Throws away what had its time, and bytes that nobody has. To be called each day, not only at the start. */
	sweep(now: number): Promise<void> {
		const isAtWork = (id: string) => this.#locks.isHeld(id) || this.#takeIn.isUnderWay(id);
		return sweep(this.#ports, now, isAtWork);
	}

	/** What was kept apart and had its time. To be called each hour. */
	endHolds(now: number): void {
		endHolds(this.#ports.db, this.#ports.dataDir, now);
	}

	/**
	 * Somebody answers for it that what was kept apart is no state secret: from then on it is a file as any other. That they may is the
	 * caller's to see to, who calls `takeIn` once that is written.
	 * @throws DataError `not-found`; as `requireTarget`
	 */
	release(of: { readonly meetingId: string; readonly id: string; readonly sessionKey: string }, now: number): void {
		const { db, dataDir } = this.#ports;
		const upload = namedUpload(db, dataDir, of.meetingId, of.id);
		requireTarget(db, of.meetingId, upload);
		releaseHeld(db, dataDir, { upload, part: partPath(dataDir, of.id), sessionKey: of.sessionKey }, now);
	}

	/** What becomes of it, as far as that is known within some seconds. */
	takeIn(id: string) {
		return this.#outcome(id);
	}

	/** What is under way is given up, once the inspector is closed. Idempotent. */
	async close(): Promise<void> {
		this.#closed = true;
		await this.#takeIn.rest();
	}

	handleRequest(request: IncomingMessage, response: ServerResponse): void {
		this.#answer(request, response).catch((error: unknown) => {
			const code = error instanceof DataError ? error.code : undefined;
			if (code === undefined) this.#ports.log.error({ err: error }, 'an upload could not be answered');
			if (!response.headersSent)
				answer(response, code === undefined ? 500 : refusalStatus(code), { code: code ?? 'unexpected' });
			else response.destroy();
		});
	}

	/** There is no WebSocket here. */
	handleUpgrade(_: IncomingMessage, socket: { destroy(): void }): void {
		socket.destroy();
	}

	async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const { pageRequests, isOwnOrigin, secureCookies } = this.#ports;
		const { method, headers } = request;
		const { pathname, searchParams } = new URL(request.url ?? '', 'http://here');
		const standard = new Headers();
		addSecurityHeaders(standard, secureCookies);
		response.setHeaders(standard);
		if (!isMethod(method)) return answer(response, 405, { code: 'unknown-request' });
		const session = sessionIn(headers.cookie, this.#ports)?.session;
		if (!session) throw new DataError('not-signed-in', '');
		if (!pageRequests.take(session.accountId)) return answer(response, 429, { code: 'too-many-requests' });
		if (method !== 'GET' && method !== 'HEAD' && !isOwnOrigin(headers.origin, headers.host))
			throw new DataError('not-allowed', 'origin');
		const asking = { session, ip: this.#addressOf(request) };
		const id = /^\/uploads\/([0-9a-f-]{36})$/.exec(pathname)?.[1];
		if (id !== undefined) return this.#answerOne(request, response, { ...asking, method, id });
		if (pathname !== uploadsPath || (method !== 'GET' && method !== 'POST')) throw new DataError('not-found', '');
		const asked = method === 'GET' ? searchParams.get('meeting') : metadataOf(headers['upload-metadata'])['meeting'];
		const meetingId = asked ?? '';
		this.#requireRight(session, meetingId, method);
		if (method === 'GET')
			return answer(response, 200, rows.listOpenUploads(this.#ports.db, { meetingId, ...session }).map(asSeen));
		return this.#byTus(request, response, asking);
	}

	async #answerOne(
		request: IncomingMessage,
		response: ServerResponse,
		{ id, method, ...asking }: Asking & { readonly id: string; readonly method: Method },
	): Promise<void> {
		const { db } = this.#ports;
		const { session, ip } = asking;
		const upload = rows.getUpload(db, id);
		// Whether there is one is nobody else's business.
		if (upload?.accountId !== session.accountId) throw new DataError('not-found', id);
		this.#requireRight(session, upload.meetingId, method);
		if (upload.sessionKey !== session.key || upload.ip !== ip) rows.noteSender(db, id, { sessionKey: session.key, ip });
		if (method === 'GET') return answer(response, 200, await this.#outcome(id));
		if (method === 'POST') {
			const target = await targetIn(request);
			if (!rows.isSettled(upload)) {
				requireTarget(db, upload.meetingId, target);
				await this.#write(() => {
					rows.retargetUpload(db, id, target);
					this.#noteDeclared(id, upload.meetingId, asking);
				});
			}
			return answer(response, 200, {});
		}
		// Whoever was not told that it is all here must not begin again.
		if (method === 'HEAD' && rows.isSettled(upload)) {
			const size = String(upload.size);
			response.writeHead(200, { 'tus-resumable': '1.0.0', 'upload-offset': size, 'upload-length': size }).end();
			return;
		}
		return this.#byTus(request, response, asking);
	}

	async #byTus(request: IncomingMessage, response: ServerResponse, asking: Asking): Promise<void> {
		// The library refuses a request whose proxies have written more than one word into it.
		delete request.headers['x-forwarded-proto'];
		await this.#asking.run(asking, () => this.#tus.handle(request, response));
	}

	/** What became of it, or that nothing is known yet: questions after other files wait behind this one. */
	async #outcome(id: string) {
		const { promise: isLong, resolve } = Promise.withResolvers<{ readonly checking: true }>();
		const timer = setTimeout(() => resolve({ checking: true }), this.#ports.longestWait ?? 3_000);
		try {
			return await Promise.race([this.#takeIn.take(id), isLong]);
		} finally {
			clearTimeout(timer);
		}
	}

	/** @throws DataError */
	#requireRight(session: Session, meetingId: string, method: Method): void {
		const standing = requireStanding(this.#ports.db, { meetingId, participantId: session.participantId });
		if (!mayIn(session, standing, uploadRights[method])) throw new DataError('not-allowed', meetingId);
	}

	/** @throws DataError */
	async #requireNew(upload: Upload): Promise<Record<string, never>> {
		const { db, dataDir } = this.#ports;
		const { accountId } = this.#sender().session;
		await requireRoom(db, dataDir, { accountId, size: upload.size ?? NaN, now: Date.now() });
		const asked = v.safeParse(newUploadSchema, upload.metadata);
		if (!asked.success) throw new DataError('malformed', 'metadata');
		requireDeclared(asked.output);
		requireTarget(db, asked.output.meeting, targetOf(asked.output));
		return {};
	}

	async #create({ id, size = 0, metadata }: Upload): Promise<void> {
		const { session, ip } = this.#sender();
		const asked = v.parse(newUploadSchema, metadata);
		const { accountId, key: sessionKey } = session;
		const of = { id, size, accountId, sessionKey, ip, meetingId: asked.meeting, modifiedAt: asked.modified };
		await this.#write(() => {
			rows.insertUpload(this.#ports.db, { ...targetOf(asked), ...of, createdAt: Date.now() });
			this.#noteDeclared(id, asked.meeting, this.#sender());
		});
	}

	/** Done when it is on the disk, which is full of files on their way: the loop does not wait for those (`inLargeTransaction`). */
	#write(work: () => void): Promise<void> {
		return inLargeTransaction(this.#ports.db, work).onDisk;
	}

	/** Who has answered for which file that it holds no state secret, and when. */
	#noteDeclared(id: string, meetingId: string, { session, ip }: Asking): void {
		const of = { at: Date.now(), accountId: session.accountId, ip, subject: meetingId };
		recordAudit(this.#ports.db, { ...of, action: 'declare-no-state-secret', detail: { upload: id } });
	}

	#sender(): Asking {
		const asking = this.#asking.getStore();
		if (!asking) throw new Error('nobody asks');
		return asking;
	}

	/** A refusal as the library passes it on. */
	async #orCode<Result>(work: () => Promise<Result>): Promise<Result> {
		try {
			return await work();
		} catch (error) {
			if (!(error instanceof DataError)) throw error;
			throw Object.assign(error, {
				status_code: refusalStatus(error.code),
				body: JSON.stringify({ code: error.code }),
			});
		}
	}

	#addressOf({ headers, socket }: IncomingMessage): string | null {
		const forwarded = this.#ports.behindProxy ? headers['x-forwarded-for'] : undefined;
		return (
			String(forwarded ?? '')
				.split(',')
				.at(-1)
				?.trim() ||
			(socket.remoteAddress ?? null)
		);
	}
}

function answer(response: ServerResponse, status: number, body: object): void {
	response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

const asSeen = ({ id, fileName: name, size, modifiedAt: modified }: rows.Upload): OpenUpload => ({
	id,
	name,
	size,
	modified,
});

const targetOf = (asked: v.InferOutput<typeof uploadTargetSchema>): rows.UploadTarget => ({
	fileName: asked.name,
	documentId: asked.document ?? null,
	replaces: asked.replaces ?? null,
	itemId: asked.item ?? null,
	title: asked.title,
	label: asked.label,
});

/** @throws DataError `secrecy-not-declared` */
function requireDeclared({ declared }: v.InferOutput<typeof uploadTargetSchema>): void {
	if (declared === undefined) throw new DataError('secrecy-not-declared', '');
}

/** @throws DataError `malformed`, `secrecy-not-declared` */
async function targetIn(request: IncomingMessage): Promise<rows.UploadTarget> {
	if (!(Number(request.headers['content-length']) <= largestTarget)) throw new DataError('malformed', 'length');
	const target = v.safeParse(v.pipe(v.string(), v.parseJson(), uploadTargetSchema), await text(request));
	if (!target.success) throw new DataError('malformed', 'target');
	requireDeclared(target.output);
	return targetOf(target.output);
}

/** @throws DataError `malformed` */
function metadataOf(header: string | string[] | undefined): Record<string, string | null> {
	try {
		return Metadata.parse(String(header ?? ''));
	} catch {
		throw new DataError('malformed', 'metadata');
	}
}
