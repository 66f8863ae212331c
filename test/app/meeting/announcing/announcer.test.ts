import '#test/support/runes.ts';
import { Announcer, matters, type Matter } from '#lib/meeting/announcing/announcer.svelte.ts';
import { knownBefore, sayings } from '#lib/meeting/announcing/sayings.ts';
import { may } from '#meeting/rights.ts';
import { planWith, ScriptedMeeting } from '#test/support/meeting.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

let meeting: ScriptedMeeting;
beforeEach(() => {
	vi.useFakeTimers();
	meeting = ScriptedMeeting.live(planWith({ delegates: 12 }));
});
afterEach(() => vi.useRealTimers());

/** What one person's screen reader is given to read, in its order: every change of a region that is not empty. */
class Ears {
	readonly read: string[] = [];
	readonly #announcer: Announcer;
	readonly #listener;
	#before: Record<Matter, string>;

	constructor(me: string) {
		this.#listener = {
			me,
			seesResults: may(meeting.state, me, 'see-results'),
			nameOf: (id: string) => meeting.state.plan?.participants.find((each) => each.id === id)?.name ?? id,
		};
		this.#announcer = new Announcer(knownBefore(meeting.state, this.#listener));
		this.#before = { ...this.#announcer.said };
		this.hear();
	}

	/** After each event, as an effect does. */
	hear(): void {
		this.#announcer.hear(sayings(meeting.state, this.#listener));
		this.#look();
	}

	/** Nothing happens for so long. */
	rest(ms = 1_000): string[] {
		vi.advanceTimersByTime(ms);
		this.#look();
		return this.read.splice(0);
	}

	#look(): void {
		for (const matter of matters) {
			const text = this.#announcer.said[matter];
			if (text !== this.#before[matter] && text !== '') this.read.push(text);
		}
		this.#before = { ...this.#announcer.said };
	}
}

const give: typeof meeting.give = (by, name, input) => {
	const answer = meeting.give(by, name, input);
	expect(answer, name).toBeInstanceOf(Array);
	return answer;
};
const page = (number: number) => give('chair', 'present-document', { versionId: 'version-2', page: number });
const openVote = () => give('chair', 'open-vote', { voteId: 'v', itemId: 'item-1', title: 'Kế hoạch', secret: false });

test('who turns many pages at once is heard of once, with the last of them', () => {
	const ears = new Ears('delegate-1');
	for (let number = 1; number <= 40; number++) {
		page(number);
		ears.hear();
		vi.advanceTimersByTime(100);
		ears.hear();
	}
	expect(ears.read).toEqual([]);
	expect(ears.rest()).toEqual(['Đang trình bày Phụ lục, trang 40.']);
	// There and back again: nothing is new.
	page(41);
	ears.hear();
	page(40);
	ears.hear();
	expect(ears.rest()).toEqual([]);
	// Nobody else's pages: who presents knows.
	expect(new Ears('chair').rest()).toEqual([]);
});

test('one’s own place in the queue is said as it stands after a burst, and a grant once', () => {
	const others = Array.from({ length: 9 }, (_, index) => `delegate-${index + 1}`);
	for (const each of others) give(each, 'request-floor', {});
	const ears = new Ears('delegate-10');
	give('delegate-10', 'request-floor', {});
	ears.hear();
	expect(ears.rest()).toEqual(['Quý vị đang ở vị trí thứ 10 trong danh sách chờ phát biểu.']);
	for (const each of others.slice(0, 7)) {
		give(each, 'withdraw-floor', {});
		ears.hear();
	}
	expect(ears.rest()).toEqual(['Quý vị đang ở vị trí thứ 3 trong danh sách chờ phát biểu.']);
	const [first] = meeting.state.floor.queue;
	give('chair', 'grant-floor', { participantId: first?.participantId ?? '', limitSeconds: null });
	ears.hear();
	ears.hear();
	expect(ears.rest()).toEqual(['Đại biểu 8 phát biểu.', 'Quý vị đang ở vị trí thứ 2 trong danh sách chờ phát biểu.']);
	expect(ears.rest(60_000)).toEqual([]);
});

test('a vote is heard of when it opens, when it closes and by its result, once each, however many ballots come', () => {
	const ears = new Ears('delegate-1');
	const secretary = new Ears('secretary');
	openVote();
	ears.hear();
	secretary.hear();
	secretary.rest();
	for (let number = 2; number <= 12; number++) {
		give(`delegate-${number}`, 'cast-ballot', { voteId: 'v', choice: 'for' });
		ears.hear();
	}
	expect(ears.rest()).toEqual(['Bắt đầu biểu quyết: Kế hoạch']);
	give('delegate-1', 'cast-ballot', { voteId: 'v', choice: 'for' });
	ears.hear();
	expect(ears.rest()).toEqual(['Đã ghi nhận phiếu.']);
	give('chair', 'close-vote', { voteId: 'v' });
	ears.hear();
	secretary.hear();
	secretary.hear();
	expect(secretary.rest()).toEqual(['Đã kết thúc biểu quyết: Kế hoạch']);
	// All others by a toast, and not twice.
	expect(ears.rest()).toEqual([]);
	give('chair', 'publish-vote', { voteId: 'v' });
	ears.hear();
	expect(ears.rest()).toEqual(['Kết quả biểu quyết Kế hoạch: Được thông qua']);
	expect(ears.rest(60_000)).toEqual([]);
	// Who comes now hears nothing of what is over.
	expect(new Ears('delegate-2').rest()).toEqual([]);
});

test('who comes while a vote is open is told so, and nothing of what else is so already', () => {
	page(3);
	give('delegate-1', 'request-floor', {});
	give('chair', 'grant-floor', { participantId: 'delegate-1', limitSeconds: null });
	openVote();
	expect(new Ears('delegate-2').rest()).toEqual(['Bắt đầu biểu quyết: Kế hoạch']);
});
