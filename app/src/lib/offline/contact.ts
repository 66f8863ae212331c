import { leaseSchema, mostHeld, type Held, type Lease, type OfflineMeeting } from '#contract/offline.ts';
import { sendUnsent, versionsWithUnsent } from '#lib/marks/unsent.ts';
import * as v from 'valibot';
import { noteKept } from './at-hand.ts';
import type { OfflineStore } from './offline-store.ts';

/** A cut link may say nothing for minutes. ms */
const patience = 20_000;

/** What is not let go of after so many answers will not be after more. */
const mostRounds = 4;

/** `renewed`: what is left may be read on · `signed-out`: nothing is opened until somebody signs in again · `later`: the server does not answer */
export type Contact = 'renewed' | 'signed-out' | 'later';

/**
 * The server is told what is held here, and says what of it may be kept: all else goes at once, which it is told again. Marks that were
 * made without a network are sent. Of somebody else than who is signed in nothing stays.
 */
export async function contact(store: OfflineStore, ask = fetch): Promise<Contact> {
	for (let round = 0; round < mostRounds; round += 1) {
		const held = await heldIn(store);
		for (const oldest of held.splice(mostHeld.meetings)) await store.dropMeeting(oldest.meetingId);
		const lease = await declare({ device: (await store.device()).called, meetings: held.map(sayOf) }, ask);
		if (lease === 'signed-out') {
			await store.lock();
			return lease;
		}
		if (lease === 'later') return lease;
		if (!(await letGo(store, held, lease))) {
			await store.renew(
				lease.device,
				lease.lasts,
				held.map(({ meetingId }) => meetingId),
			);
			noteKept(held.length > 0);
			for (const versionId of versionsWithUnsent(lease.readerId)) await sendUnsent(lease.readerId, versionId, 0);
			return 'renewed';
		}
		await refresh(store, ask);
	}
	return 'later';
}

/** At the sign-out, while the session still stands: nothing is left, and the server knows. */
export async function letGoOfAll(store: OfflineStore, ask = fetch): Promise<void> {
	const { called } = await store.device();
	await store.wipe();
	noteKept(false);
	if (called !== null) await declare({ device: called, meetings: [] }, ask);
}

interface HeldHere {
	readonly meetingId: string;
	readonly readerId: string;
	readonly versionIds: readonly string[];
}

const sayOf = ({ meetingId, versionIds }: HeldHere) => ({ meetingId, versionIds: [...versionIds] });

/** The latest meetings first. */
async function heldIn(store: OfflineStore): Promise<HeldHere[]> {
	const meetings = await store.meetings();
	return Promise.all(
		meetings.map(async ({ meetingId, readerId }) => {
			const papers = await store.papersOf(meetingId);
			return { meetingId, readerId, versionIds: papers.map(({ versionId }) => versionId) };
		}),
	);
}

async function declare(held: Held, ask: typeof fetch): Promise<Lease | Exclude<Contact, 'renewed'>> {
	try {
		const answer = await ask('/account/offline', {
			method: 'PUT',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(held),
			redirect: 'manual',
			signal: AbortSignal.timeout(patience),
		});
		if (answer.status === 401 || answer.type === 'opaqueredirect') return 'signed-out';
		if (!answer.ok) return 'later';
		const lease = v.safeParse(leaseSchema, await answer.json());
		return lease.success ? lease.output : 'later';
	} catch {
		return 'later';
	}
}

/** @returns whether anything had to go */
async function letGo(store: OfflineStore, held: readonly HeldHere[], lease: Lease): Promise<boolean> {
	const may = new Map(lease.meetings.map(({ meetingId, versionIds }) => [meetingId, new Set(versionIds)]));
	let gone = false;
	for (const { meetingId, readerId, versionIds } of held) {
		const kept = may.get(meetingId);
		if (readerId !== lease.readerId || !kept) {
			gone = true;
			await store.dropMeeting(meetingId);
			continue;
		}
		for (const versionId of versionIds) {
			if (kept.has(versionId)) continue;
			gone = true;
			await store.dropPaper({ meetingId, versionId });
		}
	}
	return gone;
}

/** Of what was taken away not even the title stays. */
async function refresh(store: OfflineStore, ask: typeof fetch): Promise<void> {
	for (const { meetingId } of await store.meetings()) {
		const about = await fetchAbout(meetingId, ask).catch(() => undefined);
		if (about) await store.keepMeeting(about, 0);
	}
}

/** Rejects where it does not come. */
export async function fetchAbout(meetingId: string, ask = fetch): Promise<OfflineMeeting> {
	const answer = await ask(`/meetings/${meetingId}/offline`, {
		headers: { accept: 'application/json' },
		redirect: 'manual',
		cache: 'no-store',
		signal: AbortSignal.timeout(patience),
	});
	if (!answer.ok) throw new Error(`answered ${answer.status}`);
	return (await answer.json()) as OfflineMeeting;
}
