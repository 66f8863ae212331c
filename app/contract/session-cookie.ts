/**
 * The cookie that holds a session's token: the pages set it, the gateway reads it from the handshake. Over TLS a browser
 * takes it from this very host alone (`__Host-`, RFC 6265bis): no other name below the same domain can set it.
 */
export const sessionCookie = (secure: boolean): string => (secure ? '__Host-nhip-cau-phien' : 'nhip-cau-phien');
