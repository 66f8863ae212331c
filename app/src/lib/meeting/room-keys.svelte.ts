import { storageOf } from '#lib/kept/storage.ts';
import { SteadyPress } from '#lib/ui/steady-press.svelte.ts';
import { getRequest } from '#meeting/floor.ts';
import type { Right } from '#meeting/rights.ts';
import { untrack } from 'svelte';
import { agendaRows } from './agenda/agenda-tree.ts';
import type { Room } from './room.svelte.ts';
import type { Chord, Shortcut } from './shortcuts.ts';

const key = 'phim-tat';

/** Who may do what a chord does. */
export const chordRights: Readonly<Record<Chord, Right>> = {
	'next-item': 'start-item',
	'invite-next': 'grant-floor',
	'one-minute': 'set-floor-limit',
};

/** What keys do, as buttons do it: through the room, and not within 0.6 s of a change of what they would act on. */
export class RoomKeys {
	/** Keys of one character are on. A choice for this browser, whoever uses it. */
	single = $state(storageOf('browser').get(key) !== 'off');
	/** who runs the meeting invites by keys: the queue is before them, though its panel is not open */
	#invites = $state(false);
	readonly #room: Room;
	readonly #item = new SteadyPress();
	readonly #asker = new SteadyPress();
	readonly #speech = new SteadyPress();

	constructor(room: Room) {
		this.#room = room;
	}

	setSingle(on: boolean): void {
		this.single = on;
		storageOf('browser').set(key, on ? 'on' : 'off');
	}

	/** Call in an effect: what the keys would act on now. */
	watch(): void {
		const { agenda, floor } = this.#room.live.state;
		this.#item.means(agenda.runningId ?? '');
		this.#asker.means(floor.queue[0]?.seq ?? 0);
		this.#speech.means(floor.holder?.from ?? 0);
	}

	/** The modifiers of a chord are held: the hand is on its way. */
	near(): void {
		const first = this.#firstAsker;
		if (first !== undefined) this.#room.reaching.reach([first]);
	}

	/** Call in an effect: whom the key would invite is made ready, once it has invited somebody. */
	stay(): (() => void) | undefined {
		const first = this.#invites ? this.#firstAsker : undefined;
		return first === undefined ? undefined : untrack(() => this.#room.reaching.stay(first));
	}

	press(shortcut: Exclude<Shortcut, 'help'>): void {
		const room = this.#room;
		switch (shortcut) {
			case 'microphone':
				return void room.media.switches.toggleMicrophone();
			case 'camera':
				return void room.media.switches.toggleCamera();
			case 'ask-floor':
				return this.#askForFloor();
			case 'wall':
				if (room.may('see-wall')) room.view.show(room.view.current === 'wall' ? 'stage' : 'wall');
				return;
			case 'next-item':
				return this.#startNext();
			case 'invite-next':
				return this.#inviteNext();
			case 'one-minute':
				if (room.may('set-floor-limit') && takes(this.#speech)) room.extendSpeech(1);
				return;
			default:
				room.place.move({ panel: shortcut });
		}
	}

	close(): void {
		for (const each of [this.#item, this.#asker, this.#speech]) each.close();
	}

	get #firstAsker(): string | undefined {
		return this.#room.live.state.floor.queue[0]?.participantId;
	}

	/** Asks, and no more: a key that is pressed by mistake takes nothing back and gives nothing up. */
	#askForFloor(): void {
		const { live, me } = this.#room;
		const { floor } = live.state;
		if (floor.holder?.participantId === me || getRequest(floor, me) || this.#room.isWorking('request-floor')) return;
		void this.#room.act('request-floor', {});
	}

	#startNext(): void {
		const { live } = this.#room;
		if (!this.#room.may('start-item') || !takes(this.#item) || this.#room.isWorking('start-item')) return;
		const rows = agendaRows(live.state.plan?.agenda ?? [], live.state.agenda);
		const at = rows.findIndex((row) => row.outcome === 'running');
		const next = rows.slice(at + 1).find((row) => row.outcome === 'waiting');
		if (next) void this.#room.act('start-item', { itemId: next.item.id });
	}

	#inviteNext(): void {
		const next = this.#firstAsker;
		if (next === undefined || !this.#room.may('grant-floor')) return;
		if (!takes(this.#asker) || this.#room.isWorking('grant-floor')) return;
		this.#invites = true;
		void this.#room.grantFloor(next, this.#room.speakingSeconds);
	}
}

const takes = (steady: SteadyPress) => steady.takes({ pointer: false });
