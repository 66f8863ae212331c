import { replaceState } from '$app/navigation';
import { addressOf, viewOf, type View } from './view-address.ts';

/** In which view the page is. */
export class RoomView {
	current = $state<View>(viewOf(location.href));

	show(view: 'stage' | 'wall'): void {
		this.current = view;
		// No navigation: it would ask the server, which may be out of reach at this moment.
		void replaceState(addressOf(view, location.href), {});
	}
}
