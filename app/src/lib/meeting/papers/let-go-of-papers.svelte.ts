import { PatientLink } from '#lib/papers/patient-link.svelte.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Toasts } from '#lib/ui/toasts.svelte.ts';
import { untrack } from 'svelte';
import type { Room } from '../room.svelte.ts';
import { LostPapers, type LostPaper } from './lost-papers.ts';

/**
 * What this person may read no longer, recalled or taken from them, is closed where it is open, with a sentence, and dropped from
 * memory; of what was recalled the server is told that nothing is held here any more. Called as a component begins.
 */
export function useLetGoOfPapers(room: Room, toasts: Toasts): void {
	const papers = new LostPapers();
	let confirmed = '';
	$effect(() => {
		const { plan } = room.live.state;
		if (!plan) return;
		const lost = untrack(() => papers.next(plan, room.me, room.live.now()));
		untrack(() => lost.forEach((each) => letGo(each)));
		const recalled = plan.papers.flatMap((paper) => (paper.recalled ? [paper.documentId] : [])).join();
		if (recalled === confirmed) return;
		confirmed = recalled;
		void confirmGone();
	});

	function letGo({ paper: { documentId, title }, versionIds }: LostPaper): void {
		const isOpen = versionIds.has(room.reading.versionId ?? '');
		room.papers.drop(versionIds);
		if (!isOpen) return;
		room.reading.leave();
		const now = room.live.state.plan?.papers.find((paper) => paper.documentId === documentId);
		const { reason } = now?.recalled ?? {};
		toasts.show(
			'danger',
			reason === undefined ? m.live_paper_taken({ title }) : m.live_paper_recalled({ title, reason }),
		);
	}

	/** Until it was heard. */
	async function confirmGone(): Promise<void> {
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
