import type { SourceProblem } from '#lib/media/capture.ts';
import { m } from '#lib/paraglide/messages.js';

/** Why a camera, microphone or screen does not work, and what to do. `device`: its name, as words begin a sentence. */
export function problemText(problem: SourceProblem, device: string): string {
	const texts = {
		denied: m.live_problem_denied,
		forbidden: m.live_problem_forbidden,
		// Only a choice of screens is closed.
		cancelled: m.live_problem_denied,
		missing: m.live_problem_missing,
		busy: m.live_problem_busy,
		unsupported: m.live_problem_unsupported,
		refused: m.live_problem_refused,
		failed: m.live_problem_failed,
	};
	return texts[problem]({ device });
}

/** Why a screen is not shared, and what to do. */
export function shareText(problem: SourceProblem): string {
	const texts = {
		denied: m.live_share_denied,
		forbidden: m.live_share_forbidden,
		cancelled: m.live_share_cancelled,
		missing: m.live_share_missing,
		busy: m.live_share_busy,
		unsupported: m.live_share_unsupported,
		refused: m.live_share_refused,
		failed: m.live_share_failed,
	};
	return texts[problem]();
}

/** Where media goes, for a sentence that tells whoever may open the way. */
export const addressText = (addresses: readonly string[]): string =>
	addresses.length > 0 ? addresses.join(', ') : m.live_media_any_address();
