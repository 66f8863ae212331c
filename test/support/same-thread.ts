import type { Database } from '#db/client.ts';
import { countGrades, summariseLinks } from '#db/links/links.ts';
import type { TaskName, Work } from '#live/work-pool.ts';
import type { Minutes } from '#minutes/minutes.ts';
import { renderMinutes, type JournalEnd } from '#minutes/render-minutes.ts';

/** Works where the test runs and on its database, without the half second that a thread takes to begin. */
export function sameThread(db: Database): Work {
	const tasks: Readonly<Record<TaskName, (input: never) => unknown>> = {
		drawMinutes: ({ minutes, end }: { minutes: Minutes; end: JournalEnd | undefined }) => renderMinutes(minutes, end),
		addUpLinks: (meetingId: string) => ({
			grades: countGrades(db, meetingId),
			summary: summariseLinks(db, meetingId),
		}),
	};
	return { run: async <Result>(task: TaskName, input: unknown) => (await tasks[task](input as never)) as Result };
}
