/** `4:05`, `1:04:05`; a negative duration keeps its sign. */
export function formatDuration(ms: number): string {
	const seconds = Math.floor(Math.abs(ms) / 1000);
	const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
	if (parts[0] === 0) parts.shift();
	const [first, ...rest] = parts;
	const sign = ms <= -1000 ? '−' : '';
	return `${sign}${first}:${rest.map((part) => String(part).padStart(2, '0')).join(':')}`;
}
