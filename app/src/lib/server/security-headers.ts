/** What every answer carries beside the Content-Security-Policy, which Kit adds to pages. */
const always: Readonly<Record<string, string>> = {
	'x-content-type-options': 'nosniff',
	'referrer-policy': 'same-origin',
	'permissions-policy':
		'camera=(self), microphone=(self), display-capture=(self), speaker-selection=(self), fullscreen=(self), autoplay=(self), geolocation=(), payment=(), usb=()',
	'cross-origin-opener-policy': 'same-origin',
	'cross-origin-resource-policy': 'same-origin',
	'x-frame-options': 'DENY',
};

export function addSecurityHeaders(headers: Headers, overTls: boolean): void {
	for (const [name, value] of Object.entries(always)) headers.set(name, value);
	if (overTls) headers.set('strict-transport-security', 'max-age=31536000');
	// A page holds names and papers of one account: no cache may give it to the next one at the same screen.
	if (!headers.has('cache-control')) headers.set('cache-control', 'private, no-store');
}
