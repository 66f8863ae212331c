import type { Attachment } from 'svelte/attachments';

/** ms */
const restAtTop = 8_000;
const restAtEnd = 6_000;
/** Lines of text a second: slower than people read. */
const linesPerSecond = 0.8;

/**
 * Nobody scrolls a room's screen. What is higher than its place glides down by itself, slowly enough to be read, rests,
 * and begins again; what fits stands still. Attach it to what scrolls.
 */
export const glide: Attachment = (node) => {
	const element = node as HTMLElement;
	let timer: ReturnType<typeof setTimeout> | undefined;
	let frame = 0;
	let last = 0;
	let at = 0;

	const hidden = () => element.scrollHeight - element.clientHeight;
	const begin = () => {
		stop();
		at = 0;
		element.scrollTop = 0;
		if (hidden() > 2) timer = setTimeout(move, restAtTop);
	};
	const move = () => {
		last = performance.now();
		frame = requestAnimationFrame(step);
	};
	const step = (now: number) => {
		const line = parseFloat(getComputedStyle(element).lineHeight) || 32;
		at += ((now - last) / 1000) * line * linesPerSecond;
		last = now;
		element.scrollTop = at;
		if (at < hidden()) frame = requestAnimationFrame(step);
		else timer = setTimeout(begin, restAtEnd);
	};
	const stop = () => {
		clearTimeout(timer);
		cancelAnimationFrame(frame);
	};

	// Only what changes its measures makes it begin anew: a clock that ticks within must not.
	let measured = '';
	const look = () => {
		const measures = `${element.clientWidth} ${element.clientHeight} ${element.scrollHeight}`;
		if (measures === measured) return;
		measured = measures;
		begin();
	};
	const sizes = new ResizeObserver(look);
	sizes.observe(element);
	const content = new MutationObserver(look);
	content.observe(element, { childList: true, subtree: true, characterData: true, attributes: true });
	look();
	return () => {
		stop();
		sizes.disconnect();
		content.disconnect();
	};
};
