/** What threads must not take the process with them for: asked by word. */
export async function drawMinutes(how: 'answer' | 'die' | 'fail' | 'hang' | 'grow'): Promise<string> {
	if (how === 'die') process.exit(7);
	if (how === 'fail') throw new Error('a fault of the task');
	if (how === 'hang') await new Promise(() => setInterval(() => {}, 1_000));
	const grown: number[][] = [];
	while (how === 'grow') grown.push(Array.from({ length: 100_000 }, Math.random));
	return 'answered';
}
