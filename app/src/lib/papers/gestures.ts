import type { Attachment } from 'svelte/attachments';
import { turnBy, type FingerPlace } from './turn-by.ts';

interface Point {
	/** CSS pixels from the frame's upper left corner */
	readonly x: number;
	readonly y: number;
}

export interface Gestures {
	/** Two fingers are at it: by how much they are farther apart than at the beginning, and the point between them. */
	pinch(ratio: number, at: Point): void;
	/** They have let go. */
	pinched(): void;
	/** Two taps at one place. */
	doubleTap(at: Point): void;
	/** A swipe that is no scrolling turns so many pages. */
	turn(by: -1 | 1): void;
}

/** The second tap comes within so many ms, so near to the first in CSS pixels. */
const [soon, close] = [350, 30];
/** A wheel with Ctrl, as touch pads say that they are pinched, has let go after so long without another turn, in ms. */
const wheelRests = 200;

/** What fingers do on the pages besides scrolling, which stays the browser's. */
export const gestures =
	(to: Gestures): Attachment<HTMLElement> =>
	(frame) => {
		const stop = new AbortController();
		const { signal } = stop;
		let swipe: (FingerPlace & { readonly back: boolean; readonly on: boolean }) | undefined;
		let apart = 0;
		let tap: FingerPlace | undefined;
		let wheeled = 1;
		let timer: ReturnType<typeof setTimeout> | undefined;

		const pointOf = (x: number, y: number): Point => {
			const { left, top } = frame.getBoundingClientRect();
			return { x: x - left, y: y - top };
		};
		const fingers = ({ touches: [one, other] }: TouchEvent) => {
			if (!one || !other) return undefined;
			return {
				apart: Math.max(1, Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY)),
				at: pointOf((one.clientX + other.clientX) / 2, (one.clientY + other.clientY) / 2),
			};
		};
		const placeOf = ({ clientX, clientY }: Touch, at: number): FingerPlace => ({ x: clientX, y: clientY, at });

		function begin(event: TouchEvent) {
			const [finger] = event.touches;
			const { scrollLeft, clientWidth, scrollWidth } = frame;
			apart = fingers(event)?.apart ?? 0;
			// What is magnified is moved about first: it turns only at the edge where nothing is left to be seen.
			const edges = { back: scrollLeft <= 1, on: scrollLeft + clientWidth >= scrollWidth - 1 };
			swipe = event.touches.length === 1 && finger ? { ...placeOf(finger, event.timeStamp), ...edges } : undefined;
		}

		function move(event: TouchEvent) {
			const now = fingers(event);
			if (!now || apart === 0) return keepAtEdge(event);
			if (event.cancelable) event.preventDefault();
			to.pinch(now.apart / apart, now.at);
		}

		/** Beyond the edge of what is magnified nothing is scrolled: the browser would take the finger for its own, and tell no more of it. */
		function keepAtEdge(event: TouchEvent) {
			const [finger] = event.touches;
			if (!swipe || !finger || frame.scrollWidth <= frame.clientWidth + 1) return;
			const [across, along] = [finger.clientX - swipe.x, finger.clientY - swipe.y];
			const isBeyond = across < 0 ? swipe.on : swipe.back;
			if (isBeyond && Math.abs(across) > 2 * Math.abs(along) && event.cancelable) event.preventDefault();
		}

		function end(event: TouchEvent) {
			const [finger] = event.changedTouches;
			if (apart > 0) {
				apart = 0;
				tap = undefined;
				return to.pinched();
			}
			if (!swipe || !finger) return;
			const here = placeOf(finger, event.timeStamp);
			const still = Math.hypot(here.x - swipe.x, here.y - swipe.y) < close / 3 && here.at - swipe.at < soon;
			if (still && tap && here.at - tap.at < soon && Math.hypot(here.x - tap.x, here.y - tap.y) < close) {
				if (event.cancelable) event.preventDefault();
				tap = undefined;
				to.doubleTap(pointOf(here.x, here.y));
			} else tap = still ? here : undefined;
			// Nor is a page turned of which something is being selected.
			const by = getSelection()?.isCollapsed === false ? 0 : turnBy(swipe, here);
			if ((by === 1 && swipe.on) || (by === -1 && swipe.back)) to.turn(by);
			swipe = undefined;
		}

		function wheel(event: WheelEvent) {
			if (!event.ctrlKey) return;
			event.preventDefault();
			wheeled *= Math.exp(-event.deltaY / (event.deltaMode === 0 ? 300 : 10));
			to.pinch(wheeled, pointOf(event.clientX, event.clientY));
			clearTimeout(timer);
			timer = setTimeout(() => {
				wheeled = 1;
				to.pinched();
			}, wheelRests);
		}

		frame.addEventListener('touchstart', begin, { signal, passive: true });
		frame.addEventListener('touchmove', move, { signal, passive: false });
		frame.addEventListener('touchend', end, { signal, passive: false });
		frame.addEventListener('touchcancel', end, { signal, passive: true });
		frame.addEventListener('wheel', wheel, { signal, passive: false });
		return () => {
			stop.abort();
			clearTimeout(timer);
		};
	};
