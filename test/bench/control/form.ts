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

const metadataOf = (fields: Readonly<Record<string, string>>) =>
	Object.entries(fields)
		.map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`)
		.join(',');

/** A paper in one piece; it is taken in after the answer. */
export const paper = (cookie: string, meeting: string, body: Buffer): Asked => ({
	where: '/uploads',
	cookie,
	method: 'POST',
	headers: {
		origin,
		'tus-resumable': '1.0.0',
		'upload-length': String(body.length),
		'upload-metadata': metadataOf({
			meeting,
			name: 'to-trinh.pdf',
			title: 'Tờ trình',
			label: 'internal',
			declared: 'no-state-secret',
			modified: '1',
		}),
		'content-type': 'application/offset+octet-stream',
	},
	body,
	status: 201,
});
