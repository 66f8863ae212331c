/** Cameras, microphones and the way to the media ports exist in the browser alone. */
export const ssr = false;
