/** What app/text-files.ts cuts: texts by name. */
declare module '*.js?admin';
declare module '*.js?marks';
declare module '*.js?others';
declare module '*.js?pages';
