import type { SealedMark } from '#lib/marks/sealed-mark.ts';

/** What the server keeps of one person and version, as its route does. */
export class FakeMarkServer {
	cut = false;
	status = 200;
	readonly marks = new Map<string, SealedMark & { revision: number }>();
	#revision = 0;
	readonly #keyId: () => string;

	constructor(keyId: () => string) {
		this.#keyId = keyId;
	}

	readonly ask = async (url: string, init?: RequestInit): Promise<Response> => {
		await Promise.resolve();
		if (this.cut) throw new TypeError('no link');
		if (this.status !== 200) return new Response(null, { status: this.status });
		const asked = JSON.parse((init?.body as string | undefined) ?? '{}') as { keyId?: string; marks?: SealedMark[] };
		const { marks = [] } = asked;
		if (marks.length > 0 && asked.keyId !== this.#keyId()) return new Response(null, { status: 409 });
		this.#revision += 1;
		for (const mark of marks)
			if (mark.changedAt > (this.marks.get(mark.id)?.changedAt ?? 0))
				this.marks.set(mark.id, { ...mark, revision: this.#revision });
		const since = Number(new URL(url, 'https://here').searchParams.get('since'));
		const changed = [...this.marks.values()].filter(({ revision }) => revision > since);
		return Response.json({ revision: this.#revision, marks: changed });
	};
}
