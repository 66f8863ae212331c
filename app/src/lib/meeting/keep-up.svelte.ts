import { WakeLock } from '#lib/live/wake-lock.ts';
import { onDestroy, untrack } from 'svelte';
import type { Island } from './island/island.ts';
import type { Room } from './room.svelte.ts';

/** Call while a component is made: as long as it stands, this device's media, papers and screen follow the link and the meeting. */
export function keepUp({ live, media, papers, view, reading, showing }: Room): void {
	$effect(() => {
		if (live.link !== 'connected') return;
		if (live.outside) media.stayOutside();
		else media.joinServer(live.serverId);
	});
	// What papers wait for is fetched as soon as the link is back.
	$effect(() => {
		if (live.link === 'connected') untrack(() => papers.retry());
	});
	// Whoever reads on their own hears nothing of the presenter's page, until they are back.
	let astrayTo: string | undefined;
	$effect(() => {
		const { link, serverId } = live;
		if (link !== 'connected' || reading.presented === null) return;
		const { follows } = reading;
		if (follows === (astrayTo !== serverId)) return;
		if (!follows) untrack(() => showing.forget());
		void live.connection.request('shown/follow', { follow: follows }).then(({ ok }) => {
			if (ok) astrayTo = follows ? undefined : serverId;
		});
	});
	$effect(() => {
		if (live.link === 'connected' && reading.leads && reading.versionId !== null)
			showing.lead(reading.versionId, reading.page);
	});
	// Fetched by those who may need it while the server is there: later nothing can be.
	let island = $state.raw<Island>();
	$effect(() => {
		if (island || media.session.reserve.length === 0) return;
		void import('./island/island.ts').then(
			(part) => (island = new part.Island(live, media)),
			// The next time that a reserve is told.
			() => {},
		);
	});
	$effect(() => {
		const silent = live.awaySince !== null && live.link !== 'refused';
		if (island) untrack(() => island?.watch(silent));
	});
	onDestroy(() => island?.close());
	$effect(() => media.screen.reconcile(live.state.stage.content?.deviceId ?? null));
	$effect(() => {
		const { microphone, camera } = media.session;
		void [microphone.stream, microphone.starting, camera.stream, camera.starting];
		untrack(() => void media.devices.look());
	});
	// The wall's own window is silent: who opened it hears the meeting in another.
	$effect(() => media.playback.listen(view.current === 'wall-only' ? [] : media.voices));
	$effect(() => media.playback.useSpeaker(media.devices.speakerId));
	// Chromium plays nothing before a gesture, and all while a device is open: what came before that plays from then on.
	$effect(() => {
		const { microphone, camera } = media.session;
		if (microphone.stream ?? camera.stream) untrack(() => media.playback.resume());
	});
	// The server lets one of somebody's devices sound: this one follows.
	$effect(() => media.switches.allowMicrophone(media.sound.maySpeak));
	$effect(() => {
		void [live.state.attendance, live.state.plan];
		untrack(() => media.session.fit());
	});
	// Nobody touches a screen that is listened to: it would go dark.
	const wake = new WakeLock();
	onDestroy(() => wake.close());
	$effect(() => wake.keep(live.link !== 'refused' && live.state.lifecycle.phase !== 'ended'));
}
