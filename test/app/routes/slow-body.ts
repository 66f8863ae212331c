const bytes = new TextEncoder();

/** A body that comes over a slow line: it has begun, and something happens before the rest arrives. */
export function slowBody(text: string, happens: () => void): ReadableStream<Uint8Array> {
	const coming = [text.slice(0, 9), text.slice(9)];
	return new ReadableStream<Uint8Array>(
		{
			pull(controller) {
				if (coming.length === 1) happens();
				const part = coming.shift();
				if (part === undefined) controller.close();
				else controller.enqueue(bytes.encode(part));
			},
		},
		// Nothing is fetched before somebody reads.
		{ highWaterMark: 0 },
	);
}

/** A form that comes in the same way. */
export function slowForm(fields: Readonly<Record<string, string>>, happens: () => void): Request {
	const headers = { 'content-type': 'application/x-www-form-urlencoded' };
	const body = slowBody(new URLSearchParams(fields).toString(), happens);
	return new Request('http://127.0.0.1/', { method: 'POST', headers, body, duplex: 'half' } as RequestInit);
}
