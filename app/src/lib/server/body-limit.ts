import { error } from '@sveltejs/kit';

/** 512 KiB, in bytes: what a form may weigh. The largest holds a meeting with 2,000 participants. */
export const largestForm = 512 * 1024;

/**
 * The same request with a body that fails with 413 `too-large` as soon as it is longer than `limit` bytes, whether its
 * Content-Length says so or not: reading a form puts its whole body into memory.
 */
export function limitBody(request: Request, limit: number): Request {
	if (!request.body) return request;
	const source = request.body.getReader();
	let size = Number(request.headers.get('content-length')) > limit ? Infinity : 0;
	const body = new ReadableStream<Uint8Array>(
		{
			async pull(controller) {
				// The source is not cancelled: that would break the connection before the answer has left.
				if (size > limit) error(413, 'too-large');
				const { done, value } = await source.read();
				if (done) return controller.close();
				size += value.length;
				if (size > limit) error(413, 'too-large');
				controller.enqueue(value);
			},
			cancel: (reason) => source.cancel(reason),
		},
		{ highWaterMark: 0 },
	);
	// The browser's types do not know it; Node insists on it with a stream.
	const limited: RequestInit & { duplex: 'half' } = { body, duplex: 'half' };
	return new Request(request, limited);
}
