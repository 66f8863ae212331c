/** Open without signing in: the sign-in itself, the first administrator's link, and the page that shows what a device keeps. */
const open = [/^\/sign-in$/, /^\/offline$/, /^\/setup\/[^/]+$/];

export const isPublicPath = (pathname: string): boolean => open.some((path) => path.test(pathname));
