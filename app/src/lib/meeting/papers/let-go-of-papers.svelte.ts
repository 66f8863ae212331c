import { meetServer } from '#lib/offline/keep-contact.ts';
import { PatientLink } from '#lib/papers/patient-link.svelte.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Paper } from '#meeting/plan.ts';
import type { Toasts } from '#lib/ui/toasts.svelte.ts';
import { untrack } from 'svelte';
import type { Room } from '../room.svelte.ts';
import { LostPapers, nextEnd, shutPapers, type LostPaper } from './lost-papers.ts';

/** A browser's timers go no further, in ms. */
const longest = 2 ** 31 - 1;

/**
 * What this person may read no longer, recalled, taken from them or past its day, is closed where it is open, with a sentence, and
 * dropped from memory; of what was recalled the server is told that nothing is held here any more. Called as a component begins.
 */
export function useLetGoOfPapers(room: Room, toasts: Toasts): void {
	const papers = new LostPapers();
	let confirmed = '';
	/** another paper's day has ended */
	let ended = $state(0);
	$effect(() => {
		void ended;
		const { plan } = room.live.state;
		if (!plan) return;
		const now = room.live.now();
		untrack(() => {
			const open = [room.reading.versionId, room.reading.beside?.versionId];
			room.reading.shut = shutPapers(plan, room.me, now);
			for (const lost of papers.next(plan, room.me, now)) letGo(lost, open);
		});
		const next = nextEnd(plan, room.me, now);
		if (next === undefined) return;
		// Neither a plan nor a word of the server comes at that moment.
		const timer = setTimeout(() => (ended += 1), Math.min(next - now, longest));
		return () => clearTimeout(timer);
	});
	$effect(() => {
		const { plan } = room.live.state;
		if (!plan) return;
		const recalled = plan.papers.flatMap((paper) => (paper.recalled ? [paper.documentId] : [])).join();
		if (recalled === confirmed) return;
		confirmed = recalled;
		void confirmGone();
	});

	/** @param open versions that were: the one that is read, and the one beside it */
	function letGo(
		{ paper: { documentId, title }, versionIds }: LostPaper,
		open: readonly (string | null | undefined)[],
	) {
		room.papers.drop(versionIds);
		const [isRead, isBeside] = open.map((versionId) => versionIds.has(versionId ?? ''));
		if (!isRead && !isBeside) return;
		if (isRead) room.reading.leave();
		if (isBeside) room.reading.closeBeside();
		const now = room.live.state.plan?.papers.find((paper) => paper.documentId === documentId);
		toasts.show('danger', whyGone(title, now));
	}

	function whyGone(title: string, paper: Paper | undefined): string {
		if (paper?.recalled) return m.live_paper_recalled({ title, reason: paper.recalled.reason });
		const until = paper?.access?.until;
		if (paper && until !== undefined && until <= room.live.now()) return m.live_paper_ended({ title });
		return m.live_paper_taken({ title });
	}

	/** Until it was heard. */
	async function confirmGone(): Promise<void> {
		// What was downloaded of it goes first.
		await meetServer();
		const link = new PatientLink();
		const say = async () => {
			const answer = await fetch(`/meetings/${room.meetingId}/receipts`, { method: 'POST' });
			// Who is not invited any more has nobody to tell; all else may pass.
			if (answer.status >= 500) throw new Error(`answered ${answer.status}`);
		};
		await link.get(say, new AbortController().signal);
		link.close();
	}
}
