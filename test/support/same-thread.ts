import type { Database } from '#db/client.ts';
import type { TaskName, Work } from '#live/work-pool.ts';
import { tasksOn } from '../../app/work/tasks-on.ts';

/** Works where the test runs and on its database, without the half second that a thread takes to begin. */
export function sameThread(db: Database): Work {
	const tasks: Readonly<Record<TaskName, (input: never) => unknown>> = tasksOn(() => db);
	return { run: async <Result>(task: TaskName, input: unknown) => (await tasks[task](input as never)) as Result };
}
