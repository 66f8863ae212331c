import { tick, untrack } from 'svelte';
import * as v from 'valibot';
import { fillFields, nameOf, readFields, type FieldValues } from './form-fields.ts';
import { Kept } from './kept.ts';
import type { Keeper } from './storage.ts';

type Parts<T> = { readonly [Name in keyof T]?: T[Name] | undefined };

/** What a form holds besides its own controls: chosen people, units, a rule. */
export interface Beyond<T extends object> {
	/** any part may be missing */
	readonly schema: v.GenericSchema<unknown, Parts<T>>;
	read(): T;
	restore(parts: Parts<T>): void;
}

interface Stored<T extends object> {
	readonly fields: FieldValues;
	readonly beyond: Parts<T>;
}

/** Whose draft it is, and where it stays. */
export interface DraftOwner {
	readonly personId: string;
	readonly keeper: Keeper;
}

const fieldsSchema = v.record(v.string(), v.union([v.string(), v.boolean()]));

/**
 * What a person has typed into a form and not yet sent. It is kept with every key, comes back when the form is opened
 * again, after an expired session, a reload or a slip as well, and goes with success. Only what differs from what the
 * form began with is kept: what others have changed meanwhile stays as they left it.
 */
export class FormDraft<T extends object = object> {
	/** when that was kept which the form shows again, in ms; null: it shows nothing that was kept */
	restoredFrom = $state<number | null>(null);
	readonly #kept: Kept<Stored<T>>;
	readonly #beyond: Beyond<T> | undefined;
	#form: HTMLFormElement | undefined;
	#begun: Stored<T> = { fields: {}, beyond: {} };
	/** the controls that the person has been at: what others show may follow from elsewhere */
	// eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing shows it
	readonly #touched = new Set<string>();
	/** the person is not yet at it */
	#restoring = false;

	/** @param name of the form, with the id of what it changes */
	constructor({ personId, keeper }: DraftOwner, name: string, beyond?: Beyond<T>) {
		const schema = v.object({ fields: fieldsSchema, beyond: beyond?.schema ?? v.object({}) });
		this.#kept = new Kept(personId, `nhap:${name}`, schema as v.GenericSchema<unknown, Stored<T>>, keeper);
		this.#beyond = beyond;
	}

	/** `{@attach draft.attach}` on the form. */
	attach = (form: HTMLFormElement): (() => void) => {
		this.#form = form;
		untrack(() => this.#begin());
		let begins = true;
		$effect(() => {
			JSON.stringify(this.#beyond?.read());
			if (!begins) untrack(() => this.#save(null));
			begins = false;
		});
		const save = (event: Event) => this.#save(event.target);
		const look = () => this.#lookForNewControls();
		form.addEventListener('focusin', look);
		form.addEventListener('input', save);
		form.addEventListener('change', save);
		untrack(() => void this.#restore());
		return () => {
			form.removeEventListener('focusin', look);
			form.removeEventListener('input', save);
			form.removeEventListener('change', save);
			this.#form = undefined;
		};
	};

	/** It has been sent, or given up: nothing of it is kept, and what the form shows now is where it begins. */
	done(): void {
		this.#kept.remove();
		this.restoredFrom = null;
		this.#touched.clear();
		this.#begin();
	}

	/** Puts back what the form began with. */
	async startAnew(): Promise<void> {
		const { fields, beyond } = this.#begun;
		this.#restoring = true;
		if (this.#form) fillFields(this.#form, fields);
		this.#beyond?.restore(beyond);
		await tick();
		this.#restoring = false;
		this.#kept.remove();
		this.#touched.clear();
		this.restoredFrom = null;
	}

	#begin(): void {
		this.#begun = {
			fields: this.#form ? readFields(this.#form) : {},
			beyond: copy(this.#beyond?.read() ?? {}) as Parts<T>,
		};
	}

	async #restore(): Promise<void> {
		const kept = this.#kept.read();
		if (!kept || !this.#form) return;
		const { fields, beyond } = kept.value;
		this.#restoring = true;
		const found = fillFields(this.#form, fields);
		this.#beyond?.restore(beyond);
		await tick();
		// Some controls are there only after others were filled in.
		const rest = Object.entries(fields).filter(([name]) => !found.includes(name));
		if (this.#form) {
			this.#lookForNewControls();
			fillFields(this.#form, Object.fromEntries(rest));
		}
		await tick();
		this.#restoring = false;
		this.restoredFrom = kept.at;
	}

	/** Controls that came later begin with what they hold before a person is at them. */
	#lookForNewControls(): void {
		if (this.#form) this.#begun = { ...this.#begun, fields: { ...readFields(this.#form), ...this.#begun.fields } };
	}

	#save(at: EventTarget | null): void {
		if (at instanceof HTMLElement) this.#touched.add(nameOf(at));
		if (!this.#form || this.#restoring) return;
		const now = Object.entries(readFields(this.#form)).filter(([name]) => this.#touched.has(name));
		const fields = differing(Object.fromEntries(now), this.#begun.fields);
		const beyond = differing(copy(this.#beyond?.read() ?? {}) as Parts<T>, this.#begun.beyond);
		if (Object.keys(fields).length + Object.keys(beyond).length === 0) this.#kept.remove();
		else this.#kept.write({ fields, beyond });
	}
}

const copy = (value: object): object => JSON.parse(JSON.stringify(value)) as object;

function differing<T extends object>(now: T, before: object): T {
	const entries = Object.entries(now).filter(([name, value]) => {
		return JSON.stringify(value) !== JSON.stringify((before as Record<string, unknown>)[name]);
	});
	return Object.fromEntries(entries) as T;
}
