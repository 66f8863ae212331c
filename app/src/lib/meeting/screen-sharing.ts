import type { LiveMeeting } from '#lib/live/live-meeting.svelte.ts';
import type { MediaSession } from '#lib/media/media-session.svelte.ts';
import type { Toasts } from '#lib/ui/toasts.svelte.ts';
import { untrack } from 'svelte';
import { act } from './act.ts';
import { shareText } from './problem-text.ts';

/** What this device shows of its screen, and the stage's place for it: the one is not without the other. */
export class ScreenSharing {
	readonly #session: MediaSession;
	readonly #live: LiveMeeting;
	readonly #toasts: Toasts;

	constructor(session: MediaSession, live: LiveMeeting, toasts: Toasts) {
		this.#session = session;
		this.#live = live;
		this.#toasts = toasts;
	}

	get stream(): MediaStream | undefined {
		return this.#session.screen.stream ?? undefined;
	}

	/** Call from a click: browsers open the choice of a screen in nothing else. The stage is asked meanwhile. */
	async start(): Promise<void> {
		const { screen } = this.#session;
		if (screen.starting) return;
		const permit = act(this.#live, this.#toasts, 'share-content', {});
		if (await this.#session.shareScreen(permit)) return;
		if (screen.problem)
			this.#toasts.show(screen.problem === 'cancelled' ? 'info' : 'warning', shareText(screen.problem));
		// Granted while nothing was chosen.
		if (await permit) await this.#endContent();
	}

	async stop(): Promise<void> {
		this.#session.screen.stop();
		await this.#endContent();
	}

	/** The stage went to somebody else, or the browser's own button ended the sharing: both ends agree again. */
	reconcile(contentDeviceId: string | null): void {
		const sharing = this.stream !== undefined;
		if (sharing && contentDeviceId !== this.#live.deviceId) this.#session.screen.stop();
		untrack(() => {
			const { screen } = this.#session;
			if (sharing || screen.problem !== 'refused') return;
			screen.problem = null;
			this.#toasts.show('warning', shareText('refused'));
			void this.#endContent();
		});
	}

	async #endContent(): Promise<void> {
		if (this.#live.state.stage.content?.deviceId === this.#live.deviceId) await this.#live.give('end-content', {});
	}
}
