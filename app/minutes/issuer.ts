import type { Plan } from '#meeting/plan.ts';
import type { Issuer } from './minutes.ts';

/** Spelled out on a paper, whatever the office calls itself: short form, long form. */
const authorities = [
	['UBND', 'Ủy ban nhân dân'],
	['HĐND', 'Hội đồng nhân dân'],
] as const;

const classes = 'tỉnh|thành phố|huyện|quận|thị xã|thị trấn|xã|phường|đặc khu';
const placeInName = new RegExp(`(?:^|\\s)(${classes})\\s+(\\S.*)$`, 'iu');

/** The body that met or, where none did, the chair's unit. */
export function issuerOf(plan: Plan): Issuer {
	const chair = plan.participants.find((each) => each.roles.includes('chair'));
	const given = (plan.body?.name ?? chair?.unitName ?? '').normalize('NFC').trim();
	for (const [short, long] of authorities) {
		const rest = afterPrefix(given, short) ?? afterPrefix(given, long) ?? afterPrefix(given, long.replace('Ủy', 'Uỷ'));
		if (rest !== undefined) return { name: `${long}${rest}`, symbol: short, place: placeOf(given) };
	}
	return { name: given, symbol: null, place: placeOf(given) };
}

function afterPrefix(name: string, prefix: string): string | undefined {
	const rest = name.slice(prefix.length);
	const fits = name.slice(0, prefix.length).toLocaleLowerCase('vi') === prefix.toLocaleLowerCase('vi');
	return fits && (rest === '' || rest.startsWith(' ')) ? rest : undefined;
}

/** Of a unit called by a number or after a person the class is part of the name (Phụ lục I, II.4). */
function placeOf(name: string): string | null {
	const [, kind, proper] = placeInName.exec(name) ?? [];
	if (kind === undefined || proper === undefined) return null;
	const needsClass = /^\d/u.test(proper) || proper === 'Hồ Chí Minh';
	return needsClass ? `${kind.charAt(0).toLocaleUpperCase('vi')}${kind.slice(1)} ${proper}` : proper;
}
