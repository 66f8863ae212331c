import type { LinkGrade, Carrying } from '#sfu/link/contract-endpoint.ts';
import { epochNow } from '../endpoint/clock.ts';
import type { Signalling } from './signalling.ts';

const grades: readonly LinkGrade[] = ['good', 'fair', 'weak'];
const carryings: readonly Carrying[] = ['all', 'half', 'small', 'sound'];

const worse = <T>(order: readonly T[], one: T, other: T): T =>
	order.indexOf(one) > order.indexOf(other) ? one : other;

/** What a site has been told by the server: how often what, and what matters of it. */
export class Told {
	/** by name, since `forget` */
	readonly messages = new Map<string, number>();
	/** who stands on a stage that the voice directs */
	speakers: readonly string[] = [];
	/** of the own link, since `forget` the worst */
	grade: LinkGrade = 'good';
	carrying: Carrying = 'all';
	/** as it was told last */
	now: { grade: LinkGrade; carrying: Carrying } = { grade: 'good', carrying: 'all' };
	/** when it learned last that its media are lost; ms since 1970 */
	mediaLostAt = 0;
	/** when it learned of whom the floor was given to last; ms since 1970 */
	grantedAt = 0;

	constructor(link: Signalling) {
		link.onEvery((name) => this.messages.set(name, (this.messages.get(name) ?? 0) + 1));
		link.on('welcome', ({ speakers }) => (this.speakers = speakers));
		link.on('speakers', (speakers) => (this.speakers = speakers));
		link.on('records', (records) => {
			if (records.some(({ event }) => event.type === 'floor-granted')) this.grantedAt = epochNow();
		});
		link.on('media/lost', () => (this.mediaLostAt = epochNow()));
		link.on('media/link', (now) => {
			this.now = now;
			this.grade = worse(grades, this.grade, now.grade);
			this.carrying = worse(carryings, this.carrying, now.carrying);
		});
	}

	/** Of another incarnation nothing is known: it counts as good until it is told otherwise. */
	judgeAnew(): void {
		this.now = { grade: 'good', carrying: 'all' };
	}

	forget(): void {
		this.messages.clear();
		({ grade: this.grade, carrying: this.carrying } = this.now);
	}
}
