import type { Work } from '#live/work-pool.ts';

/** Works where the test runs, without the half second that a thread takes to begin. */
export const sameThread = (): Work => ({
	async run<Result>(task: 'drawMinutes' | 'addUpLinks', input: unknown): Promise<Result> {
		const tasks = await import('../../app/work/tasks.ts');
		return (tasks[task] as (input: unknown) => unknown)(input) as Result;
	},
});
