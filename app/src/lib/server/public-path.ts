/** Open without signing in: the sign-in itself, the first administrator's link, and what is asked for the language. */
const open = [/^\/sign-in$/, /^\/setup\/[^/]+$/];

export const isPublicPath = (pathname: string): boolean => open.some((path) => path.test(pathname));
