import { m } from '#lib/paraglide/messages.js';
import Lock from '@lucide/icons/icons/lock';
import UserRoundCheck from '@lucide/icons/icons/user-round-check';
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
});
