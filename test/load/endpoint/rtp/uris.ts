/** Header extensions by their URIs. */
export const transportCcUri = 'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01';
export const midUri = 'urn:ietf:params:rtp-hdrext:sdes:mid';
export const ridUri = 'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id';
export const repairedRidUri = 'urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id';
export const audioLevelUri = 'urn:ietf:params:rtp-hdrext:ssrc-audio-level';
