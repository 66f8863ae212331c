import { fork, type ChildProcess } from 'node:child_process';

type Handlers = Readonly<Record<string, (input: never) => unknown>>;
type Input<H> = H extends (input: infer I) => unknown ? I : never;

interface Call {
	readonly id: number;
	readonly name: string;
	readonly input: unknown;
}
type Reply = { readonly id: number; readonly output: unknown } | { readonly id: number; readonly error: string };

/** Answers the parent's calls in a child process. A handler that fails answers with its error's text. */
export function serveCalls(handlers: Handlers): void {
	process.on('message', ({ id, name, input }: Call) => {
		Promise.try(() => handlers[name]?.(input as never)).then(
			(output) => process.send?.({ id, output }),
			(error: unknown) => process.send?.({ id, error: error instanceof Error ? error.message : String(error) }),
		);
	});
}

/** A role of the load tool in a process of its own, so that its costs can be told apart. */
export class Role<H extends Handlers> {
	readonly #child: ChildProcess;
	readonly #waiting = new Map<number, { resolve(output: unknown): void; reject(error: Error): void }>();
	#calls = 0;

	/** `runner`: a program and its arguments that runs it, another one's network for example. */
	constructor(file: string, runner: readonly string[] = []) {
		const [execPath = '', ...execArgv] = [...runner, process.execPath, '--disable-warning=ExperimentalWarning'];
		this.#child = fork(file, { execPath, execArgv });
		this.#child.on('message', (reply: Reply) => {
			const waiting = this.#waiting.get(reply.id);
			this.#waiting.delete(reply.id);
			if ('error' in reply) waiting?.reject(new Error(reply.error));
			else waiting?.resolve(reply.output);
		});
		this.#child.once('exit', (code) => {
			for (const { reject } of this.#waiting.values()) reject(new Error(`${file} ended (${code})`));
			this.#waiting.clear();
		});
	}

	get pid(): number {
		return this.#child.pid ?? 0;
	}

	/** Rejects with what the handler threw, or when the process ends. */
	call<N extends keyof H & string>(name: N, input: Input<H[N]>): Promise<Awaited<ReturnType<H[N]>>> {
		const id = ++this.#calls;
		return new Promise((resolve, reject) => {
			this.#waiting.set(id, { resolve: (output) => resolve(output as Awaited<ReturnType<H[N]>>), reject });
			this.#child.send({ id, name, input } satisfies Call);
		});
	}

	/** Idempotent. */
	close(): void {
		this.#child.kill();
	}
}
