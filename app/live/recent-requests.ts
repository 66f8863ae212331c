/** More than all devices of a large meeting ask between a dropped link and its return. */
const kept = 5000;

/** Answers by request id, so that a request that is sent again is answered and not carried out again. */
export class RecentRequests<Answer> {
	readonly #answers = new Map<string, Promise<Answer>>();

	once(id: string, carryOut: () => Promise<Answer>): Promise<Answer> {
		const earlier = this.#answers.get(id);
		if (earlier) return earlier;
		const answer = carryOut();
		this.#answers.set(id, answer);
		// What failed was not done, and may be asked again.
		answer.catch(() => this.#answers.delete(id));
		if (this.#answers.size > kept) {
			const [oldest] = this.#answers.keys();
			if (oldest !== undefined) this.#answers.delete(oldest);
		}
		return answer;
	}
}
