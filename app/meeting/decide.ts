import type * as v from 'valibot';
import type { Circumstances, Command, Decision, SystemCommand } from './command.ts';
import { commands, systemCommands, type CommandName, type SystemCommandName } from './commands.ts';
import { getParticipant } from './plan.ts';
import { refuse, type Refusal } from './refusal.ts';
import { may } from './rights.ts';
import type { MeetingState } from './state.ts';

/** A command whose input its schema has passed. */
export interface Asked {
	readonly name: CommandName;
	readonly input: v.InferOutput<(typeof commands)[CommandName]['input']>;
}

/** Decides what a participant asks, once they may. */
export function decide(state: MeetingState, asked: Asked, circumstances: Circumstances): Decision | Refusal {
	const { actor } = circumstances;
	if (actor.kind !== 'participant') return refuse('not-invited');
	if (!may(state, actor.participantId, asked.name))
		return refuse(getParticipant(state, actor.participantId) ? 'not-allowed' : 'not-invited');
	// The table ties each input to its schema; a name known only at run time loses that tie here, and nowhere else.
	const definition = commands[asked.name] as unknown as Command;
	return definition.decide(state, asked.input, circumstances);
}

export function decideForSystem(
	state: MeetingState,
	name: SystemCommandName,
	input: unknown,
	circumstances: Circumstances,
): Decision | Refusal {
	const definition = systemCommands[name] as unknown as SystemCommand;
	return definition.decide(state, input, circumstances);
}
