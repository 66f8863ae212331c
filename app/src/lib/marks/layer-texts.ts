import { m } from '#lib/paraglide/messages.js';
import Building from '@lucide/icons/icons/building-complex';
import Lock from '@lucide/icons/icons/lock';
import UserRoundCheck from '@lucide/icons/icons/user-round-check';
import UserRoundPlus from '@lucide/icons/icons/user-round-plus';
import Users from '@lucide/icons/icons/users';

/** For whom one marks, as it is told. */
export const textsOfLayers = () => ({
	own: { icon: Lock, name: m.marks_layer_own(), about: m.marks_private() },
	meeting: { icon: Users, name: m.marks_layer_meeting(), about: m.marks_layer_meeting_about() },
	secretariat: {
		icon: UserRoundCheck,
		name: m.marks_layer_secretariat(),
		about: m.marks_layer_secretariat_about(),
	},
	unit: { icon: Building, name: m.marks_layer_unit(), about: m.marks_layer_unit_about() },
	chosen: { icon: UserRoundPlus, name: m.marks_layer_chosen(), about: m.marks_layer_chosen_about() },
});

/** So many are named, the others counted. */
const mostNamed = 5;

/** Whom one has chosen; empty while their names are not known. */
export function shownTo(all: readonly string[]): string {
	if (all.length === 0) return '';
	const names = all.slice(0, mostNamed).join(', ');
	return all.length > mostNamed
		? m.marks_shown_to_more({ names, count: all.length - mostNamed })
		: m.marks_shown_to({ names });
}
