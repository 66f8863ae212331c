import { m } from '#lib/paraglide/messages.js';
import type { Carrying, LinkGrade } from '#sfu/link/contract-endpoint.ts';

const names: Readonly<Record<LinkGrade, () => string>> = {
	good: m.link_good,
	fair: m.link_fair,
	weak: m.link_weak,
};
const shortNames: Readonly<Record<LinkGrade, () => string>> = {
	good: m.link_good_short,
	fair: m.link_fair_short,
	weak: m.link_weak_short,
};
const carryings: Readonly<Record<Carrying, () => string>> = {
	all: m.link_carries_all,
	half: m.link_carries_half,
	small: m.link_carries_small,
	sound: m.link_carries_sound,
};

export const gradeName = (grade: LinkGrade): string => names[grade]();
export const shortGradeName = (grade: LinkGrade): string => shortNames[grade]();
export const carryingName = (carrying: Carrying): string => carryings[carrying]();
