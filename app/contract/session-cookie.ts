/** The cookie that holds a session's token: the pages set it, the gateway reads it from the handshake. */
export const sessionCookie = 'nhip-cau-phien';
