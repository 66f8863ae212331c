/** An icon's shapes as Lucide has them: `['path', { d: 'M8 2v3' }]`. */
export interface IconData {
	readonly name: string;
	readonly node: readonly (readonly [tag: string, attributes: Readonly<Record<string, string>>])[];
}

const texts = new Map<string, string>();

/** What stands between an icon's `<svg>` and `</svg>`, made once for each icon. */
export function shapesOf({ name, node }: IconData): string {
	const text = texts.get(name) ?? node.map(([tag, attributes]) => `<${tag}${written(attributes)}/>`).join('');
	texts.set(name, text);
	return text;
}

const written = (attributes: Readonly<Record<string, string>>) =>
	Object.entries(attributes)
		.map(([name, value]) => ` ${name}="${value}"`)
		.join('');
