/** Imported before a process's own program: its machine's clock is wrong. */
const { now } = Date;
const hour = 3_600_000;
Date.now = () => now() + hour;
