import type * as v from 'valibot';
import type { Holder } from './holder.ts';
import type { Actor, MeetingEvent } from './record.ts';
import type { Refusal } from './refusal.ts';
import type { MeetingState } from './state.ts';
import type { Choice, Tally } from './vote/events.ts';

/** What a decision may look at besides the state and the input. */
export interface Circumstances {
	/** ms since the epoch */
	readonly now: number;
	readonly actor: Actor;
	/** for a command that counts an urn: what lies in that of the vote which it names. The journal does not know it. */
	readonly urn: Tally | null;
}

/** What a decision leads to: events for the journal and, for a secret ballot, a choice for the urn, written with them. */
export interface Decision {
	readonly events: readonly MeetingEvent[];
	readonly intoUrn?: { readonly voteId: string; readonly choice: Choice };
}

type Schema = v.GenericSchema;

export interface Command<S extends Schema = Schema> {
	readonly input: S;
	/**
	 * Who may: part of the one table of rights (rights.ts). What depends on the input or on the course of the meeting
	 * (`meeting-not-live`) is for `decide`, which says it in words of its own.
	 */
	readonly by: readonly Holder[];
	/** It makes the plan count: the server brings the plan up to its dossier first. */
	readonly freezesPlan?: true;
	/** It ends the vote that its input names: the server counts what lies in that vote's urn first. */
	readonly countsUrn?: true;
	decide(state: MeetingState, input: v.InferOutput<S>, circumstances: Circumstances): Decision | Refusal;
}

export type SystemCommand<S extends Schema = Schema> = Omit<Command<S>, 'by' | 'freezesPlan' | 'countsUrn'>;

/** Ties the type of `decide`'s input to the schema that guards it. */
export const command = <S extends Schema>(definition: Command<S>): Command<S> => definition;

/** A command that no person can give. */
export const systemCommand = <S extends Schema>(definition: SystemCommand<S>): SystemCommand<S> => definition;

export const happened = (...events: MeetingEvent[]): Decision => ({ events });

/** The participant who acts; the system acts as nobody. */
export const actingParticipant = ({ actor }: Circumstances): string | null =>
	actor.kind === 'participant' ? actor.participantId : null;
