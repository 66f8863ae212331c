import { shapesOf } from '#lib/ui/icon-shapes.ts';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { leanIcons } from '../../../app/lean-icons.ts';

const icons = path.resolve('node_modules/@lucide/svelte/dist/icons');

test('an icon that we show has the shapes that Lucide gives it, made once', () => {
	const data = readFileSync(path.join(icons, 'calendar-days.svelte'), 'utf8');
	const icon = JSON.parse(/const iconData = (\{.*\});/.exec(data)?.[1] ?? '') as Parameters<typeof shapesOf>[0];
	expect(shapesOf(icon)).toContain(
		'<path d="M8 2v3"/><path d="M16 2v3"/><rect x="3" y="3" width="18" height="18" rx="2"/>',
	);
	expect(shapesOf({ ...icon, node: [] })).toBe(shapesOf(icon));
});

test("Lucide's component is nowhere but in its icons, each of which we draw", () => {
	const { resolveId } = leanIcons();
	expect(resolveId('../Icon.svelte', path.join(icons, 'calendar-days.svelte'))).toMatch(/ui\/IconShapes\.svelte$/);
	expect(resolveId('../Icon.svelte', path.resolve('app/src/lib/shell/Header.svelte'))).toBeUndefined();
	const used = globSync('app/src/**/*.svelte').flatMap((file) =>
		Array.from(readFileSync(file, 'utf8').matchAll(/@lucide\/svelte\/icons\/([a-z0-9-]+)'/g), ([, name]) => name ?? ''),
	);
	expect(used.length).toBeGreaterThan(100);
	// A new version that has its shapes elsewhere, or of another size, would be drawn wrongly.
	for (const name of new Set(used)) {
		// An icon may stand under several names.
		const [, file = ''] =
			/from ['"]\.\/(.+\.svelte)['"]/.exec(readFileSync(path.join(icons, `${name}.js`), 'utf8')) ?? [];
		const text = readFileSync(path.join(icons, file), 'utf8');
		expect(text, name).toContain("import Icon from '../Icon.svelte'");
		expect(text, name).toMatch(/"size": 24, "node": \[\["/);
		expect(text, name).toContain('<Icon {...props} icon={iconData} />');
	}
});
