import type { MeetingEvent } from '#meeting/record.ts';
import { redact } from '#meeting/redact.ts';
import { closedWord, planWithClosed, ScriptedMeeting } from '#test/support/meeting.ts';
import { expect, test } from 'vitest';

/** As a guest is told it, and as the chair is. */
function toldTo({ state }: ScriptedMeeting, event: MeetingEvent): MeetingEvent[] {
	const recorded = { seq: state.seq, at: 0, by: 'system', event } as const;
	return ['guest', 'chair'].map((id) => redact(recorded, state, id).event);
}

test('what belongs to an item or a paper that the plan does not have is told as what is closed', () => {
	const meeting = ScriptedMeeting.live(planWithClosed());
	const shown = { documentId: 'document-9', versionId: 'version-9', title: closedWord, page: 1 };
	const presented = { type: 'document-presented', participantId: 'chair', ...shown } as const;
	expect(toldTo(meeting, presented)).toEqual([{ type: 'presenting-ended' }, presented]);
	const note = { noteId: 'note', kind: 'remark', itemId: 'item-9', speakerId: null, text: closedWord } as const;
	const written = { type: 'note-written', participantId: 'chair', ...note } as const;
	expect(toldTo(meeting, written)).toEqual([{ type: 'note-removed', noteId: 'note' }, written]);
});
