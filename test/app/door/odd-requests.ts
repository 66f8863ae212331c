/** Requests that no browser sends: each could find a handler that takes its input for well-formed. */
export interface OddRequest {
	readonly bytes: string;
	/** the connection is broken off when they are sent */
	readonly half?: boolean;
}

const paths = [
	...['/', '//', '///', '//evil.example/', '/.', '/..', '/../../etc/passwd', '/%2e%2e/%2e%2e/etc/passwd', '/%00', '/%'],
	...['/%zz', '/%c0%af', '/%ff%fe', '/\\', '/;', '/?', '/??', '/?%', '/#', '/sign-in?%zz=1', '*', 'x', '@', 'http://'],
	...[
		'http://evil.example/',
		'http://[::1',
		'/socket.io',
		'/socket.io/',
		'/socket.io/?',
		'/socket.io/%',
		'/socket.io//',
	],
	...['/socket.io/?EIO=4', '/socket.io/?EIO=3&transport=polling', '/socket.io/?EIO=4&transport=websocket'],
	...['/socket.io/?EIO=4&transport=polling', '/socket.io/?EIO=4&transport=polling&sid=none', '/socket.io/../sign-in'],
	...['/socket.io/?EIO=4&transport=constructor', '/socket.io/?EIO=4&transport=__proto__&sid=__proto__'],
	...['/socket.io/?EIO=4&transport=polling&sid=constructor', '/socket.io/?EIO[]=4&transport[]=polling', '/metrics'],
	...['/metrics/..', '/papers/none', '/papers/%2e%2e%2f', '/meetings/none/papers', '/meetings/none/minutes'],
	...['/ops/meetings/none/figures?after=NaN', '/org/people?q=%F0%9F%92%A9', '/admin/units?q=%00', '/setup/none'],
	...['/_app/../server', '/_app/%2e%2e/%2e%2e/package.json', '/_app/immutable/none.js', `/${'a'.repeat(9_000)}`],
	...[`/${'%41'.repeat(2_000)}`, `/?${'a=1&'.repeat(2_000)}`, '/sign-in/__data.json?x-sveltekit-invalidated=%zz'],
	...['/\u0000', '/\u00e9', '/sign-in\u2028'],
];

const methods = [
	'GET',
	'HEAD',
	'POST',
	'PUT',
	'PATCH',
	'DELETE',
	'OPTIONS',
	'TRACE',
	'CONNECT',
	'PROPFIND',
	'M-SEARCH',
];
const nonsense = ['get', 'GETT', '', '\u0000', 'POST\t'];

/** All of them, for whoever holds the cookie; `host` as the server knows it. */
export function oddRequests(host: string, cookie: string | undefined): OddRequest[] {
	const own = `Host: ${host}\r\n${cookie === undefined ? '' : `Cookie: ${cookie}\r\n`}`;
	const head = (method: string, path: string, more = '', version = '1.1') =>
		`${method} ${path} HTTP/${version}\r\n${own}Connection: close\r\n${more}\r\n`;
	const form = (more: string) => `Origin: http://${host}\r\nContent-Type: application/x-www-form-urlencoded\r\n${more}`;
	const webSocket = 'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n';
	const upgrade = `Connection: Upgrade\r\nUpgrade: websocket\r\n${webSocket}`;
	const asUpgrade = (path: string, more = upgrade) => `GET ${path} HTTP/1.1\r\n${own}${more}\r\n`;
	const whole = [
		...paths.map((path) => head('GET', path)),
		...paths.map((path) => head('POST', path, form('Content-Length: 3\r\n')) + 'a=1'),
		...paths.map((path) => asUpgrade(path)),
		...methods.flatMap((method) =>
			['/', '/sign-in', '/socket.io/', '/socket.io/?EIO=4&transport=polling', '/meetings/none/papers', '*'].map(
				(path) => head(method, path),
			),
		),
		...nonsense.map((method) => head(method, '/')),
		// Other ages of HTTP
		head('GET', '/', '', '1.0'),
		head('GET', '/socket.io/', '', '1.0'),
		`GET / HTTP/1.0\r\n\r\n`,
		`GET /\r\n\r\n`,
		head('GET', '/', '', '2.0'),
		head('GET', '/', '', '0.9'),
		'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
		'\r\n\r\n\r\n',
		'\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003',
		// Heads
		head('GET', '/', `X-Long: ${'a'.repeat(20_000)}\r\n`),
		head('GET', '/', Array.from({ length: 3_000 }, (_, index) => `X-${index}: 1\r\n`).join('')),
		head('GET', '/', 'X-Bad\u0000: 1\r\n'),
		head('GET', '/', ': nameless\r\n'),
		head('GET', '/', 'Cookie: %%%=%%%; =; ;;nhip-cau-phien=%E0%A4%A; ngon-ngu=../..\r\n'),
		head('GET', '/', 'Accept-Language: \u00ff\u00fe;q=x\r\n'),
		head('GET', '/', 'Range: bytes=99999999999999-,-,0-0\r\n'),
		head('GET', '/', 'If-None-Match: "\r\nIf-Modified-Since: never\r\n'),
		head('GET', '/', 'X-Forwarded-For: ,,,\u0001\r\nX-Forwarded-Proto: javascript\r\n'),
		head('GET', '/', 'Expect: 100-continue\r\n'),
		head('GET', '/', 'Expect: the-unexpected\r\n'),
		head('GET', '/', 'Host: another.example\r\n'),
		`GET / HTTP/1.1\r\nConnection: close\r\n\r\n`,
		`GET / HTTP/1.1\r\nHost: \r\nConnection: close\r\n\r\n`,
		`GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n`,
		`GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n`,
		head('GET', '/socket.io/?EIO=4&transport=polling', 'Origin: http://evil.example\r\n'),
		head('GET', '/socket.io/?EIO=4&transport=polling', 'Origin: \u0001\r\n'),
		// Bodies that are not what their head says
		head('POST', '/sign-in', form('Content-Length: -1\r\n')),
		head('POST', '/sign-in', form('Content-Length: 99999999999999999999\r\n')) + 'a',
		head('POST', '/sign-in', form('Content-Length: 1\r\nContent-Length: 2\r\n')) + 'ab',
		head('POST', '/sign-in', form('Transfer-Encoding: chunked\r\n')) + 'zz\r\n',
		head('POST', '/sign-in', form('Transfer-Encoding: chunked\r\nContent-Length: 3\r\n')) + '1\r\na\r\n0\r\n\r\n',
		head('POST', '/sign-in', form('Transfer-Encoding: gzip, chunked\r\n')) + '0\r\n\r\n',
		head('POST', '/sign-in', form('Content-Length: 7\r\n')) + '%zz=%zz',
		head('POST', '/sign-in', form('Content-Encoding: br\r\nContent-Length: 3\r\n')) + 'abc',
		head('POST', '/sign-in', 'Content-Type: multipart/form-data\r\nContent-Length: 3\r\n') + 'abc',
		head('POST', '/sign-in', 'Content-Type: multipart/form-data; boundary=\r\nContent-Length: 3\r\n') + 'abc',
		head('POST', '/sign-in', 'Content-Type: \u0000\r\nContent-Length: 3\r\n') + 'abc',
		head('POST', '/socket.io/?EIO=4&transport=polling', 'Content-Length: 5\r\n') + '\u001e\u001e\u001e40',
		// Several on one connection, before any is answered
		`GET /sign-in HTTP/1.1\r\n${own}\r\n`.repeat(20),
		`GET /socket.io/ HTTP/1.1\r\n${own}\r\n`.repeat(20),
		`POST /sign-in HTTP/1.1\r\n${own}Content-Length: 3\r\n\r\na=1GET /socket.io/ HTTP/1.1\r\n${own}\r\n`.repeat(5),
		// Becoming something else
		...['websocket', 'h2c', '', 'websocket, h2c', '\u0001'].map((name) =>
			asUpgrade('/socket.io/?EIO=4&transport=websocket', `Connection: Upgrade\r\nUpgrade: ${name}\r\n`),
		),
		asUpgrade('/sign-in'),
		asUpgrade('/socket.io/?EIO=4&transport=polling'),
		`POST /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n${own}${upgrade}Content-Length: 3\r\n\r\nabc`,
		asUpgrade('/socket.io/?EIO=4&transport=websocket', `${upgrade}Sec-WebSocket-Extensions: permessage-deflate; =\r\n`),
		asUpgrade('/socket.io/?EIO=4&transport=websocket') + '\u00ff'.repeat(200),
		asUpgrade('/socket.io/?EIO=4&transport=websocket') + '\u0081\u0001a',
	];
	const cut = [
		'G',
		'GET',
		'GET /',
		`GET / HTTP/1.1\r\n${own}`,
		`GET / HTTP/1.1\r\n${own}X-Half`,
		head('POST', '/sign-in', form('Content-Length: 5000\r\n')) + 'login=',
		head(
			'POST',
			'/meetings/none/papers',
			'Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 90000\r\n',
		) + '--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-',
		head('POST', '/meetings/none/papers', 'Transfer-Encoding: chunked\r\n') + 'ffff\r\nabc',
		head('POST', '/socket.io/?EIO=4&transport=polling', 'Content-Length: 5000\r\n') + '40',
		head('GET', '/'),
		head('GET', '/socket.io/'),
		head('GET', '/socket.io/?EIO=4&transport=polling'),
		asUpgrade('/socket.io/?EIO=4&transport=websocket'),
		asUpgrade('/'),
	];
	return [...whole.map((bytes) => ({ bytes })), ...cut.map((bytes) => ({ bytes, half: true }))];
}
