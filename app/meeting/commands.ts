import type * as v from 'valibot';
import { agendaCommands } from './agenda.ts';
import { attendanceCommands, attendanceSystemCommands } from './attendance-commands.ts';
import { floorCommands, floorSystemCommands } from './floor.ts';
import { lifecycleCommands, lifecycleSystemCommands } from './lifecycle.ts';
import { noteCommands } from './notes.ts';
import { presentingCommands } from './presenting.ts';
import { stageCommands, stageSystemCommands } from './stage/commands.ts';
import { voteCommands } from './vote/commands.ts';

/** Everything that a participant can ask a meeting to do. */
export const commands = {
	...lifecycleCommands,
	...attendanceCommands,
	...agendaCommands,
	...floorCommands,
	...stageCommands,
	...presentingCommands,
	...voteCommands,
	...noteCommands,
};

/** What only the system does. */
export const systemCommands = {
	...lifecycleSystemCommands,
	...attendanceSystemCommands,
	...floorSystemCommands,
	...stageSystemCommands,
};

export type CommandName = keyof typeof commands;
export type CommandInput<N extends CommandName> = v.InferInput<(typeof commands)[N]['input']>;
export type SystemCommandName = keyof typeof systemCommands;
export type SystemCommandInput<N extends SystemCommandName> = v.InferInput<(typeof systemCommands)[N]['input']>;
