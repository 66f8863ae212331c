/** Whether this browser carries pictures and sound at all; some are built, or set by their administrators, without. */
export const hasWebRtc = (): boolean => typeof RTCPeerConnection === 'function';
