import { folded } from '#lib/org/folded.ts';

/** `Nguyễn Văn An` signs in as `an.nv`: the given name, which stands last, and the initials of the rest. */
export function suggestLogin(name: string): string {
	const words = folded(name)
		.split(/[^a-z0-9]+/)
		.filter((word) => word !== '');
	const given = words.at(-1) ?? '';
	const initials = words.slice(0, -1).map((word) => word.charAt(0));
	return initials.length === 0 ? given : `${given}.${initials.join('')}`;
}
