import { effects } from '#test/support/runes.ts';
import { FormDraft, type Beyond } from '#lib/kept/form-draft.svelte.ts';
import { forgetPerson } from '#lib/kept/kept.ts';
import { stubStorages } from '#test/support/fake-storage.ts';
import * as v from 'valibot';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

/** A control as far as drafts know it. Who types into it is heard by the form. */
class Control {
	readonly dataset: Record<string, string> = {};
	checked = false;
	form: Form | undefined;

	readonly name: string;
	value: string;
	readonly type: string;
	readonly tagName: string;

	constructor(name: string, value = '', type = 'text', tagName = 'INPUT') {
		this.name = name;
		this.value = value;
		this.type = type;
		this.tagName = tagName;
	}

	getAttribute(name: string): string | null {
		return name === 'name' ? this.name : null;
	}

	dispatchEvent({ type }: Event): void {
		this.form?.hear(type, this);
	}

	typed(value: string | boolean): void {
		if (typeof value === 'boolean') this.checked = value;
		else this.value = value;
		this.form?.hear('input', this);
	}
}

class Form {
	readonly elements: Control[] = [];
	readonly #listeners: { type: string; listener: (event: { target: Control }) => void }[] = [];

	constructor(...controls: Control[]) {
		for (const control of controls) this.add(control);
	}

	add(control: Control): void {
		control.form = this;
		this.elements.push(control);
	}

	addEventListener(type: string, listener: (event: { target: Control }) => void): void {
		this.#listeners.push({ type, listener });
	}

	removeEventListener(): void {}

	hear(type: string, target: Control): void {
		for (const each of this.#listeners) if (each.type === type) each.listener({ target });
	}

	value(name: string): string | boolean | undefined {
		const control = this.elements.find((each) => each.name === name);
		return control?.type === 'checkbox' ? control.checked : control?.value;
	}
}

beforeEach(() => {
	vi.useFakeTimers({ now: 5_000, toFake: ['Date'] });
	stubStorages();
	vi.stubGlobal('HTMLElement', Control);
});
afterEach(() => {
	vi.unstubAllGlobals();
	vi.useRealTimers();
});

async function open<T extends object>(
	form: Form,
	{ person = 'lan', beyond }: { person?: string; beyond?: Beyond<T> } = {},
) {
	const draft = new FormDraft({ personId: person, keeper: 'browser' }, 'item:1', beyond);
	const close = draft.attach(form as unknown as HTMLFormElement);
	// Svelte's own turn, in which what was restored is shown.
	await new Promise((resolve) => setImmediate(resolve));
	return { draft, close };
}

const itemForm = (title = '', minutes = '30') =>
	new Form(
		new Control('title', title, 'textarea', 'TEXTAREA'),
		new Control('minutes', minutes),
		new Control('secret', 'on', 'checkbox'),
		new Control('password', '', 'password'),
		new Control('itemId', '1', 'hidden'),
	);

test('what was typed is there when the form is opened again, and after it was sent it is not', async () => {
	const first = itemForm();
	const { close } = await open(first);
	first.elements[0]?.typed('Báo cáo kinh tế');
	first.elements[2]?.typed(true);
	close();

	const second = itemForm();
	const { draft, close: closeSecond } = await open(second);
	expect([second.value('title'), second.value('secret'), draft.restoredFrom]).toEqual(['Báo cáo kinh tế', true, 5_000]);
	draft.done();
	closeSecond();

	const third = itemForm();
	const { draft: last } = await open(third);
	expect([third.value('title'), third.value('secret'), last.restoredFrom]).toEqual(['', false, null]);
});

test('a password is never kept', async () => {
	const form = itemForm();
	await open(form);
	form.elements[3]?.typed('một mật khẩu dài');
	form.elements[0]?.typed('x');
	expect(JSON.stringify([localStorage, sessionStorage].map(everythingIn))).not.toContain('mật khẩu');
});

const everythingIn = (storage: Storage) =>
	Array.from({ length: storage.length }, (_, index) => storage.getItem(storage.key(index) ?? ''));

test('what others changed meanwhile stays as they left it, and what the person put back is no draft', async () => {
	const first = itemForm('Nội dung cũ', '30');
	await open(first);
	first.elements[0]?.typed('Nội dung của tôi');
	const second = itemForm('Nội dung cũ', '45');
	await open(second);
	expect([second.value('title'), second.value('minutes')]).toEqual(['Nội dung của tôi', '45']);

	second.elements[0]?.typed('Nội dung cũ');
	expect((await open(itemForm('Nội dung cũ'))).draft.restoredFrom).toBeNull();
});

test('it can be begun anew', async () => {
	const first = itemForm('Từ máy chủ');
	await open(first);
	first.elements[0]?.typed('nháp');
	const second = itemForm('Từ máy chủ');
	const { draft } = await open(second);
	await draft.startAnew();
	expect([second.value('title'), draft.restoredFrom]).toEqual(['Từ máy chủ', null]);
	expect((await open(itemForm('Từ máy chủ'))).draft.restoredFrom).toBeNull();
});

test('nobody else gets it, and it goes at the sign-out', async () => {
	const form = itemForm();
	await open(form);
	form.elements[0]?.typed('của Lan');
	expect((await open(itemForm(), { person: 'hoa' })).draft.restoredFrom).toBeNull();
	forgetPerson('lan');
	expect((await open(itemForm())).draft.restoredFrom).toBeNull();
});

test('what was chosen besides comes back, part by part', async () => {
	const schema = v.partial(v.object({ unit: v.string(), rule: v.string() }));
	const holder = (held: { unit: string; rule: string }) => ({
		held,
		beyond: { schema, read: () => held, restore: (kept: Partial<typeof held>) => void Object.assign(held, kept) },
	});
	const first = holder({ unit: '', rule: 'half' });
	await open(itemForm(), { beyond: first.beyond });
	first.held.unit = 'Xã Hoằng Đông';
	effects.run();
	const second = holder({ unit: '', rule: 'two-thirds' });
	const { draft } = await open(itemForm(), { beyond: second.beyond });
	expect(second.held).toEqual({ unit: 'Xã Hoằng Đông', rule: 'two-thirds' });
	expect(draft.restoredFrom).toBe(5_000);
});

test('a control that is there only after others were filled in is filled in, too', async () => {
	const first = itemForm();
	await open(first);
	const from = new Control('from', '01/01/2026');
	first.add(from);
	first.hear('focusin', from);
	from.typed('15/12/2026');
	first.elements[0]?.typed('đổi đơn vị');

	const second = itemForm();
	second.elements[0]!.dispatchEvent = () => {
		if (!second.elements.some((each) => each.name === 'from')) second.add(new Control('from', '01/01/2026'));
	};
	await open(second);
	expect(second.value('from')).toBe('15/12/2026');
});
