import { replaceState } from '$app/navigation';
import { addressOf, viewOf, type View } from './view-address.ts';

/** In which view the page is. */
export class RoomView {
	current = $state<View>(viewOf(location.href));

	show(view: 'stage' | 'wall'): void {
		this.current = view;
		const { pathname } = location;
		// The view comes first: to write the address takes a tablet as long as to draw a frame.
		requestAnimationFrame(() => setTimeout(() => this.#write(pathname)));
	}

	#write(pathname: string): void {
		// Whoever has left meanwhile is on another page.
		if (location.pathname !== pathname) return;
		// No navigation: it would ask the server, which may be out of reach at this moment.
		void replaceState(addressOf(this.current, location.href), {});
	}
}
