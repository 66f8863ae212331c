import { troubleOf } from '#lib/meeting/source-trouble.ts';
import { expect, test } from 'vitest';

const onAir = { stream: {} as MediaStream, muted: false, silenced: false, problem: null, flow: 'flowing' } as const;

test.each([
	['it flows', onAir, undefined],
	['the system switches it off, whatever else is wrong', { ...onAir, silenced: true, flow: 'stalled' }, 'silenced'],
	['the server does not take it', { ...onAir, problem: 'refused', flow: 'none' }, 'refused'],
	['it should leave and does not', { ...onAir, flow: 'stalled' }, 'stalled'],
	['its people have switched it off', { ...onAir, muted: true, silenced: true, flow: 'stalled' }, undefined],
	['it could not be opened at all', { ...onAir, stream: null, problem: 'busy', flow: 'none' }, undefined],
] as const)('what is told of a source of which is believed that it is on air: %s', (_, source, trouble) => {
	expect(troubleOf(source)).toBe(trouble);
});
