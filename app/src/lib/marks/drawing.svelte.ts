import type { Attachment } from 'svelte/attachments';
import { SvelteSet } from 'svelte/reactivity';
import { isMet } from './ink-path.ts';
import { mostPoints, type Box, type Ink, type Mark } from './mark.ts';
import { boxesOf, pointAt, type ShownPage } from './on-page.ts';
import { Placing, type Place as Point } from './placing.svelte.ts';
import type { Tool } from './mark-desk.svelte.ts';
import { inkWidths, type ReaderMarks } from './reader-marks.svelte.ts';

interface Place {
	readonly marks: ReaderMarks;
	readonly page: number;
	readonly shown: ShownPage;
}

/** How far around it an eraser reaches, in CSS pixels. */
const eraserReach = 10;

/** What pens, fingers and mice do on one page while the tools are out. */
export class Drawing {
	/** as it is being drawn */
	stroke = $state.raw<Ink>();
	/** lines of text that are being highlighted */
	words = $state.raw<readonly Box[]>([]);
	/** marks that an eraser has met and that go when it is lifted */
	readonly erased = new SvelteSet<string>();

	/** the same by keys */
	readonly placing = new Placing(
		() => this.#place().shown,
		(at, layer) => this.#putAt(at, layer),
	);
	/** where a line of the pen, or what is highlighted, was begun by a key */
	begun = $state.raw<Point>();

	readonly #place: () => Place;
	#met: Mark[] = [];
	#pointer: number | null = null;
	#tool: Tool = 'pen';
	#from: { node: Node; offset: number } | undefined;

	constructor(place: () => Place) {
		this.#place = place;
	}

	readonly attach: Attachment<HTMLElement> = (layer) => {
		const stop = new AbortController();
		const { signal } = stop;
		layer.addEventListener('pointerdown', (event) => this.#begin(layer, event), { signal });
		layer.addEventListener('pointermove', (event) => this.#move(layer, event), { signal });
		layer.addEventListener('pointerup', (event) => this.#end(event), { signal });
		layer.addEventListener('pointercancel', (event) => this.#cancel(event), { signal });
		for (const name of ['touchstart', 'touchmove', 'touchend'] as const)
			layer.addEventListener(name, (event) => this.#touch(event), { signal, passive: false });
		return () => {
			stop.abort();
			this.#drop();
		};
	};

	/** A touch that draws, or beside a pen that draws, neither moves nor turns the page. Two fingers do as ever. */
	#touch(event: TouchEvent): void {
		const isPen = Array.from(event.changedTouches).some(
			(touch) => (touch as { touchType?: string }).touchType === 'stylus',
		);
		if (event.touches.length > 1 && !this.#byPen) {
			this.#byFinger = false;
			return this.#drop();
		}
		if (this.#pointer === null && !isPen && !this.#byFinger) return;
		if (event.touches.length === 0) this.#byFinger = false;
		if (event.cancelable) event.preventDefault();
		event.stopPropagation();
	}

	#byPen = false;
	/** the finger that touches the page has drawn: what it did is nothing else besides */
	#byFinger = false;

	#begin(layer: HTMLElement, event: PointerEvent): void {
		const { marks, page } = this.#place();
		if ((event.target as Element).closest('.note, .sign')) return;
		const draws = marks.desk.draws(event.pointerType, event.timeStamp);
		// A hand that rests beside the pen, or a second finger.
		if (this.#pointer !== null) {
			if (event.pointerType !== 'pen' || this.#byPen) return;
			this.#drop();
		}
		if (!draws || (event.button > 0 && event.button !== 5)) return;
		this.#pointer = event.pointerId;
		this.#byPen = event.pointerType === 'pen';
		this.#byFinger = event.pointerType === 'touch';
		// The other end of a pen, where it has one.
		this.#tool = event.button === 5 ? 'eraser' : marks.desk.tool;
		layer.setPointerCapture(event.pointerId);
		event.preventDefault();
		const { x, y } = this.#at(layer, event);
		if (this.#tool === 'pen') this.#draw(layer, [event]);
		else if (this.#tool === 'eraser') this.#erase(x, y);
		else if (this.#tool === 'highlighter') {
			this.#from = caretAt(layer, event);
			if (!this.#from) this.#draw(layer, [event]);
		} else if (this.#tool === 'note') marks.editing = { page, x, y };
		else marks.put(page, { kind: 'stamp', x, y, stamp: this.#tool });
	}

	#move(layer: HTMLElement, event: PointerEvent): void {
		if (event.pointerType === 'pen') this.#place().marks.desk.draws('pen', event.timeStamp);
		if (event.pointerId !== this.#pointer) return;
		const all = event.getCoalescedEvents?.() ?? [];
		const events = all.length > 0 ? all : [event];
		if (this.stroke) this.#draw(layer, events);
		else if (this.#tool === 'eraser')
			for (const each of events) {
				const { x, y } = this.#at(layer, each);
				this.#erase(x, y);
			}
		else if (this.#from) this.#highlight(layer, event);
	}

	#end(event: PointerEvent): void {
		if (event.pointerId !== this.#pointer) return;
		const { marks, page } = this.#place();
		if (this.stroke) marks.put(page, this.stroke);
		if (this.words.length > 0)
			marks.put(page, { kind: 'words', colour: marks.desk.choices.colour, boxes: [...this.words] });
		marks.erase(this.#met);
		this.#drop();
	}

	/** What a pen draws by keys is a straight line, and what is highlighted goes from one place to another: each is put at both. */
	#putAt(at: Point, layer: HTMLElement): void {
		const { marks, page } = this.#place();
		const { tool } = marks.desk;
		const { left, top } = layer.getBoundingClientRect();
		const clientOf = (point: Point) => ({ clientX: left + point.left, clientY: top + point.top });
		const { x, y } = this.#at(layer, clientOf(at));
		if (tool === 'note') marks.editing = { page, x, y };
		else if (tool === 'agree' || tool === 'amend') marks.put(page, { kind: 'stamp', x, y, stamp: tool });
		else if (tool === 'eraser') {
			this.#erase(x, y);
			marks.erase(this.#met);
			this.#drop();
		} else if (!this.begun) this.begun = at;
		else {
			const from = this.begun;
			this.begun = undefined;
			const begin = this.#at(layer, clientOf(from));
			if (tool === 'pen') return this.#line('pen', begin, { x, y });
			this.#from = caretAt(layer, clientOf(from));
			this.#highlight(layer, clientOf(at));
			const boxes = [...this.words];
			this.#drop();
			if (boxes.length > 0) marks.put(page, { kind: 'words', colour: marks.desk.choices.colour, boxes });
			// A scan has no words.
			else this.#line('highlighter', begin, { x, y });
		}
	}

	#line(tool: Ink['tool'], from: { x: number; y: number }, to: { x: number; y: number }): void {
		const { marks, page } = this.#place();
		const { colour, thick } = marks.desk.choices;
		const points = Array.from({ length: 11 }, (_, at) => at / 10).flatMap((part) => [
			Math.round((from.x + part * (to.x - from.x)) * 10) / 10,
			Math.round((from.y + part * (to.y - from.y)) * 10) / 10,
			50,
		]);
		marks.put(page, { kind: 'ink', tool, colour, width: inkWidths[tool][thick ? 'thick' : 'thin'], points });
	}

	/** Text that is selected, as far as it stands on this page. */
	highlightRange(layer: HTMLElement, range: Range): boolean {
		const text = layer.parentElement?.querySelector('.text');
		if (!text || !range.intersectsNode(text)) return false;
		const own = range.cloneRange();
		if (!text.contains(own.startContainer)) own.setStartBefore(text.firstChild ?? text);
		if (!text.contains(own.endContainer)) own.setEndAfter(text.lastChild ?? text);
		const { marks, page } = this.#place();
		const boxes = this.#boxes(layer, own);
		if (boxes.length > 0) marks.put(page, { kind: 'words', colour: marks.desk.choices.colour, boxes });
		return boxes.length > 0;
	}

	/** What a pen has drawn so far is kept; a finger's was the beginning of something else. */
	#cancel(event: PointerEvent): void {
		if (event.pointerId !== this.#pointer) return;
		if (this.#byPen) this.#end(event);
		else this.#drop();
	}

	#drop(): void {
		this.stroke = undefined;
		this.words = [];
		this.#from = undefined;
		this.#met = [];
		this.erased.clear();
		this.#pointer = null;
		this.#byPen = false;
	}

	#draw(layer: HTMLElement, events: readonly PointerEvent[]): void {
		const { marks, page } = this.#place();
		const { colour, thick } = marks.desk.choices;
		const tool = this.#tool === 'highlighter' ? 'highlighter' : 'pen';
		const points = events.flatMap((event) => {
			const { x, y } = this.#at(layer, event);
			return [x, y, Math.round((event.pointerType === 'pen' ? event.pressure : 0.5) * 100)];
		});
		const before = this.stroke ?? {
			kind: 'ink',
			tool,
			colour,
			width: inkWidths[tool][thick ? 'thick' : 'thin'],
			points: [],
		};
		this.stroke = { ...before, points: [...before.points, ...points] };
		if (this.stroke.points.length < 3 * mostPoints) return;
		marks.put(page, this.stroke);
		this.stroke = { ...this.stroke, points: this.stroke.points.slice(-3) };
	}

	#erase(x: number, y: number): void {
		const { marks, page, shown } = this.#place();
		for (const mark of marks.erasableOn(page)) {
			if (this.erased.has(mark.id) || !isMet(mark.content, x, y, eraserReach / shown.scale)) continue;
			this.erased.add(mark.id);
			this.#met.push(mark);
		}
	}

	#highlight(layer: HTMLElement, event: Pointed): void {
		const to = caretAt(layer, event);
		if (!this.#from || !to) return;
		const range = document.createRange();
		range.setStart(this.#from.node, this.#from.offset);
		range.setEnd(to.node, to.offset);
		if (range.collapsed) {
			range.setStart(to.node, to.offset);
			range.setEnd(this.#from.node, this.#from.offset);
		}
		this.words = this.#boxes(layer, range);
	}

	#boxes(layer: HTMLElement, range: Range): Box[] {
		const { left, top } = layer.getBoundingClientRect();
		const rects = Array.from(range.getClientRects(), (rect) => ({
			left: rect.left - left,
			top: rect.top - top,
			width: rect.width,
			height: rect.height,
		}));
		return boxesOf(this.#place().shown, rects);
	}

	/** In points of the page, to a tenth. */
	#at(layer: HTMLElement, { clientX, clientY }: Pointed): { x: number; y: number } {
		const { left, top } = layer.getBoundingClientRect();
		const { x, y } = pointAt(this.#place().shown, clientX - left, clientY - top);
		return { x: Math.round(x * 10) / 10, y: Math.round(y * 10) / 10 };
	}
}

type Pointed = Pick<PointerEvent, 'clientX' | 'clientY'>;

interface Caret {
	readonly node: Node;
	readonly offset: number;
}

/** The place in the page's text that lies under the layer; undefined: there is none. */
function caretAt(layer: HTMLElement, { clientX, clientY }: Pointed): Caret | undefined {
	const text = layer.parentElement?.querySelector('.text');
	if (!text) return undefined;
	layer.style.visibility = 'hidden';
	try {
		const caret = caretFrom(clientX, clientY);
		return caret && caret.node.nodeType === Node.TEXT_NODE && text.contains(caret.node) ? caret : undefined;
	} finally {
		layer.style.visibility = '';
	}
}

/** Safari has the older one of both. */
function caretFrom(x: number, y: number): Caret | undefined {
	const position = (
		document as { caretPositionFromPoint?: Document['caretPositionFromPoint'] }
	).caretPositionFromPoint?.(x, y);
	if (position) return { node: position.offsetNode, offset: position.offset };
	const range = (document as { caretRangeFromPoint?: (x: number, y: number) => Range | null }).caretRangeFromPoint?.(
		x,
		y,
	);
	return range ? { node: range.startContainer, offset: range.startOffset } : undefined;
}
