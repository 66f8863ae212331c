import { lineFacts, lineLacks } from '#lib/admin/nodes/line-texts.ts';
import type { NodeLine } from '#live/media/node-lines.ts';
import { expect, test } from 'vitest';

const camera = { source: 'camera', layer: 1, asked: 2, lacksKbps: null } as const;

const line = (pictures: NodeLine['pictures'], spareKbps: number | null = null): NodeLine => ({
	...{ parentId: 'local', state: 'stands', meetings: 1, way: null, downKbps: 560, upKbps: 50 },
	...{ spareKbps, pictures, voices: 1 },
});

test('what a picture lacks is what its node worked out, or where nobody said what the line carries, guessed', () => {
	expect(lineLacks(line([{ ...camera, lacksKbps: 296 }]))).toEqual([expect.stringMatching(/360p.*720p.*300 kbit/)]);
	const shed = [{ ...camera, layer: null, asked: 0, lacksKbps: 171 }];
	expect(lineLacks(line(shed))).toEqual([expect.stringMatching(/180p.*180 kbit/)]);
	expect(lineFacts(line(shed)), 'it does not go').toMatch(/\b0\s\S+,\s1\s/);
	expect(lineLacks(line([camera], 300))).toEqual([expect.stringMatching(/1.000 kbit/)]);
	const whole = lineFacts(line([camera, { ...camera, layer: 2 }]));
	expect(whole).toMatch(/560\skbit.*2\s\S+\s\(360p,\s720p\)/);
	expect(whole, 'no row begins with a dot').not.toContain(' ·');
	expect(lineFacts({ ...line([camera]), state: 'cut' }), 'what was measured last is none').not.toContain('kbit');
	for (const none of [line([camera], 1_300), line([{ ...camera, lacksKbps: 0 }]), line([{ ...camera, layer: 2 }])])
		expect(lineLacks(none)).toEqual([]);
});
