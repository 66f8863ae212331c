import { Ear } from '#live/media/ear.ts';
import { expect, test } from 'vitest';

function listening() {
	const told: (readonly string[])[] = [];
	const ear = new Ear({
		ownerOf: (deviceId) => deviceId.replace('device-of-', ''),
		onSpeaking: (deviceIds) => void told.push(deviceIds),
		onSpeakers: (speakers) => void told.push(speakers),
	});
	const hear = (now: number, ...deviceIds: string[]) =>
		ear.listen(
			deviceIds.map((endpointId) => ({ endpointId, dbov: -30 })),
			false,
			now,
		);
	return { told, hear, ear };
}

test('who speaks is told when it changes, not with every breath', () => {
	const { told, hear } = listening();
	hear(0, 'a');
	hear(250, 'a', 'b');
	hear(500, 'b');
	hear(750, 'a', 'b');
	expect(told).toEqual([['a'], ['a', 'b']]);
	hear(1_800, 'b');
	expect(told.at(-1)).toEqual(['b']);
});

test('when everybody is silent nobody speaks, at once: nothing would be told after it', () => {
	const { told, hear } = listening();
	hear(0, 'a');
	hear(250);
	expect(told).toEqual([['a'], []]);
});

test('the stage has speakers only where the voice directs it, by participant', () => {
	const { told, ear } = listening();
	ear.listen([{ endpointId: 'device-of-chair', dbov: -30 }], true, 0);
	expect(ear.speakers).toEqual(['chair']);
	ear.listen([{ endpointId: 'device-of-chair', dbov: -30 }], false, 250);
	expect(ear.speakers).toEqual([]);
	expect(told).toEqual([['device-of-chair'], ['chair'], []]);
});
