/**
 * The pulse of a page's connection, in ms. The server pings `pingEvery` after the last answer; a page of which nothing was heard for
 * `silentAfter` says that the server is silent: over a way that delays each packet by 0 to 300 ms a ping comes 1,100 ms after the
 * last one at the latest. The connection itself is given up `givenUpAfter` the last ping, at both ends.
 */
export const heartbeat = { pingEvery: 500, silentAfter: 1_200, givenUpAfter: 9_000 } as const;
