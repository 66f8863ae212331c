/** What runs a program in a network namespace, before the program's own name. */
export const inNetwork = (namespace: string) => ['ip', 'netns', 'exec', namespace] as const;
