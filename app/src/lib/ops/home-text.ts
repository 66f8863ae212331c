import { m } from '#lib/paraglide/messages.js';
import type { Home, HomeReason } from '#live/media/home-of.ts';

const texts: Readonly<Record<HomeReason, (inputs: { node: string }) => string>> = {
	chosen: m.ops_home_chosen,
	unit: m.ops_home_unit,
	above: m.ops_home_above,
	crowd: m.ops_home_crowd,
	full: m.ops_home_full,
	draining: m.ops_home_draining,
	away: m.ops_home_away,
	stays: m.ops_home_stays,
};

/** Why a device is with its media node, in a few words. */
export const homeText = ({ why, ownId }: Home, nameOf: (nodeId: string) => string): string =>
	texts[why]({ node: nameOf(ownId ?? '') });
