import { sessionCookie } from '#contract/session-cookie.ts';
import { mostShownPerSecond, type Shown } from '#contract/shown.ts';
import { insertAccount } from '#db/auth/accounts.ts';
import { openSession } from '#db/auth/sessions.ts';
import { openDatabase } from '#db/client.ts';
import { databaseFile } from '#db/data-dir.ts';
import { addDocument } from '#db/documents/documents.ts';
import type { Recorded } from '#meeting/record.ts';
import { percentiles } from '#test/support/percentiles.ts';
import { createTestMeeting } from '#test/support/test-meeting.ts';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Socket } from 'socket.io-client';
import { pagesVersion } from '../../../app/pages-version.ts';
import { ControlProcess } from '../control/control-process.ts';
import { enterAll, give } from '../control/sockets.ts';

const followers = 320;
const seconds = 20;
const pages = 300;

export interface FollowFigures {
	readonly followers: number;
	/** from the presenter's sending until each follower has it, in ms: where on the page, and where they point, 20 times a second */
	readonly place: { readonly p50: number; readonly p95: number; readonly max: number };
	/** the same of a page that is turned, once a second, which is in the journal before anybody hears of it */
	readonly page: { readonly p50: number; readonly p95: number; readonly max: number };
	/** of what was sent, in parts of one, at each follower: what comes within a tick is told together */
	readonly places_told: number;
}

/** A presenter who points all the time and turns a page each second, and all who follow. */
export async function measureFollow(say: (line: string) => void): Promise<FollowFigures> {
	const dataDir = mkdtempSync(path.join(tmpdir(), 'nhip-cau-follow-'));
	try {
		const { meetingId, versionId, cookies } = layMeeting(dataDir);
		const server = await ControlProcess.start(dataDir);
		try {
			const hall = { url: server.url, meetingId, pages: pagesVersion() ?? '' };
			const [presenter, ...others] = await enterAll(hall, cookies);
			say(`${others.length} followers are in`);
			await give(presenter, 'start-meeting');
			await give(presenter, 'present-document', { versionId, page: 1 });
			const figures = await present(presenter, others, versionId);
			for (const socket of [presenter, ...others]) socket?.disconnect();
			say(`follow ${JSON.stringify(figures)}`);
			return figures;
		} finally {
			await server.close();
		}
	} finally {
		rmSync(dataDir, { recursive: true, force: true });
	}
}

async function present(presenter: Socket | undefined, others: readonly Socket[], versionId: string) {
	const shownAt: number[] = [];
	const turnedAt = new Map<number, number>();
	const [places, turns]: [number[], number[]] = [[], []];
	for (const socket of others) {
		socket.on('shown', (shown: Shown | null) => {
			const at = shownAt[Math.round((shown?.pointer?.x ?? 0) * 10_000)];
			if (at !== undefined) places.push(performance.now() - at);
		});
		socket.on('records', (records: readonly Recorded[]) => {
			for (const { event } of records) {
				const at = event.type === 'page-turned' ? turnedAt.get(event.page) : undefined;
				if (at !== undefined) turns.push(performance.now() - at);
			}
		});
	}
	const part = { x: 0, y: 0.2, width: 1, height: 0.6 };
	let page = 1;
	const began = performance.now();
	for (let step = 0; step < seconds * mostShownPerSecond; step += 1) {
		if (step % mostShownPerSecond === 0 && step > 0) {
			page += 1;
			turnedAt.set(page, performance.now());
			void give(presenter, 'turn-page', { versionId, page });
		}
		shownAt[step] = performance.now();
		const input = { versionId, page, part, pointer: { x: step / 10_000, y: 0.5 } };
		presenter?.emit('presence', { id: randomUUID(), name: 'shown/show', input });
		await pause(Math.max(0, began + ((step + 1) * 1_000) / mostShownPerSecond - performance.now()));
	}
	await pause(1_000);
	const of = (times: readonly number[]) => {
		const { p50, p95, max } = percentiles(times);
		return { p50, p95, max };
	};
	const told = places.length / (others.length * shownAt.length);
	return { followers: others.length, place: of(places), page: of(turns), places_told: Math.round(told * 100) / 100 };
}

function layMeeting(dataDir: string) {
	const db = openDatabase(databaseFile(dataDir));
	try {
		const now = Date.now();
		const { id: meetingId, chairId, delegateIds } = createTestMeeting(db, { delegates: followers });
		const file = { sha256: '0'.repeat(64), size: 1, type: 'application/pdf' } as const;
		const paper = { meetingId, title: 'Báo cáo', label: 'internal', file, fileName: 'bao-cao.pdf' } as const;
		const { versionId } = addDocument(db, { ...paper, pages, uploadedBy: null }, now);
		const cookies = [chairId, ...delegateIds].map((personId, at) => {
			const accountId = insertAccount(db, { login: `nguoi-${at}`, passwordHash: 'none', owner: { personId } }, now);
			const { token } = openSession(db, { accountId, isTerminal: false, ip: null, userAgent: null, now });
			return `${sessionCookie(true)}=${token}`;
		});
		return { meetingId, versionId, cookies };
	} finally {
		db.close();
	}
}
