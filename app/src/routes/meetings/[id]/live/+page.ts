/** The page is all devices, sound and a live link: nothing of it can be drawn on the server. */
export const ssr = false;
