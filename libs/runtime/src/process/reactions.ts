import { createHash } from 'node:crypto';
import type { CommitMetadata, DomainEvent, Outgoing, Process, ProcessInput, Reaction } from '@tutti/kernel';
import type { Logger } from '../support/logger';
import { messageOf } from '../support/errors';
import type { Instances } from './instances';
import { inputToJson } from './process-input.json';

/** What caused an outgoing: part of its id, so that the same cause always gives the same id. */
const causeOf = (input: ProcessInput<DomainEvent>): string =>
  input.kind === 'event' ? input.recorded.id : `timer:${input.name}:${input.at.getTime()}`;

export const outgoingId = (process: string, instanceId: string, cause: string, index: number): string =>
  createHash('sha256')
    .update(JSON.stringify([process, instanceId, cause, index]))
    .digest('hex')
    .slice(0, 32);

const metadataOf = (process: string, input: ProcessInput<DomainEvent>): CommitMetadata => {
  const authId = `process:${process}`;
  if (input.kind === 'timer') return { authId };
  const { correlationId, traceparent } = input.recorded.metadata;
  return {
    authId,
    causationId: input.recorded.id,
    ...(correlationId === undefined ? {} : { correlationId }),
    ...(traceparent === undefined ? {} : { traceparent }),
  };
};

/**
 * Gives one input to an instance. A parked instance gets it later; one whose reaction throws is parked with it, at
 * once, because a pure function would throw again.
 */
export const react = <State, Event extends DomainEvent, Effect extends Outgoing>(
  process: Process<State, Event, Effect>,
  instances: Instances,
  instanceId: string,
  { input, logger }: { readonly input: ProcessInput<Event>; readonly logger: Logger },
): void => {
  if (instances.isParked(instanceId)) return instances.queue(instanceId, inputToJson(input));
  const state = instances.state(instanceId);
  let reaction: Reaction<State, Effect>;
  try {
    const known = state === undefined ? process.initialState : (JSON.parse(state) as State);
    reaction = process.react(known, input, instanceId);
  } catch (error) {
    logger.error(
      { process: process.name, instanceId, cause: causeOf(input), err: error },
      'The reaction failed',
    );
    instances.park(instanceId, `${causeOf(input)}: ${messageOf(error)}`);
    return instances.queue(instanceId, inputToJson(input));
  }
  const { outgoing = [], timers = [], cancel = [] } = reaction;
  for (const name of cancel) instances.cancelTimer(instanceId, name);
  for (const { name, at } of timers) instances.setTimer(instanceId, name, at);
  outgoing.forEach((each, index) => {
    const id = outgoingId(process.name, instanceId, causeOf(input), index);
    instances.send(instanceId, { id, outgoing: each, metadata: metadataOf(process.name, input) });
  });
  if (reaction.state === undefined) instances.end(instanceId);
  else instances.setState(instanceId, JSON.stringify(reaction.state));
};
