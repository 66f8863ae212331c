import type { Body } from '#db/org/bodies.ts';
import { m } from '#lib/paraglide/messages.js';

export const kindName: Readonly<Record<Body['kind'], () => string>> = {
	ubnd: m.admin_kind_ubnd,
	hdnd: m.admin_kind_hdnd,
	board: m.admin_kind_board,
	other: m.level_other,
};
