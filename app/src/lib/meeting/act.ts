import type { RequestInput } from '#contract/requests.ts';
import { refusalText } from '#lib/i18n/refusal-text.ts';
import type { LiveMeeting } from '#lib/live/live-meeting.svelte.ts';
import type { Toasts } from '#lib/ui/toasts.svelte.ts';
import type { CommandName } from '#meeting/commands.ts';

/** Gives a command; says why when it is refused. True once it is on the server's disk. */
export async function act<N extends CommandName>(
	live: Pick<LiveMeeting, 'give'>,
	toasts: Toasts,
	name: N,
	input: RequestInput<N>,
): Promise<boolean> {
	const answer = await live.give(name, input);
	if (answer.ok) toasts.over(name);
	else toasts.show('danger', refusalText(answer.code), name);
	return answer.ok;
}
