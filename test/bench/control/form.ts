import type { Asked } from './requests.ts';

const origin = 'https://hop.bench.vn';

/** A form as `use:enhance` sends it. `says`: what its answer has where it was taken. */
export const form = (cookie: string, where: string, fields: Readonly<Record<string, string>>, says: string): Asked => ({
	where,
	cookie,
	method: 'POST',
	headers: {
		origin,
		accept: 'application/json',
		'x-sveltekit-action': 'true',
		'content-type': 'application/x-www-form-urlencoded',
	},
	body: new URLSearchParams(fields).toString(),
	says,
});

/** What the answer of a form says that leads to another page, and of one that does not. */
export const [leads, isDone] = ['"type":"redirect"', '"type":"success"'];

/** A paper, as the dossier's page sends it. */
export const paper = (cookie: string, meetingId: string, body: Buffer): Asked => ({
	where: `/meetings/${meetingId}/papers?name=to-trinh.pdf&title=T%E1%BB%9D+tr%C3%ACnh`,
	cookie,
	method: 'POST',
	headers: { origin, 'content-type': 'application/pdf' },
	body,
	status: 201,
});
