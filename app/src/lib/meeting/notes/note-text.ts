import { m } from '#lib/paraglide/messages.js';
import type { Note } from '#meeting/notes.ts';

export const kindText = (kind: Note['kind']): string =>
	({ gist: m.live_note_gist, conclusion: m.live_note_conclusion, remark: m.live_note_remark })[kind]();
