import type { DomainEvent, ProcessInput } from '@tutti/kernel';

/** An input as text, for an instance that cannot take it now. */
export const inputToJson = (input: ProcessInput<DomainEvent>): string => JSON.stringify(input);

export const inputFromJson = <Event extends DomainEvent>(text: string): ProcessInput<Event> => {
  const input = JSON.parse(text) as ProcessInput<Event>;
  return input.kind === 'timer'
    ? { ...input, at: new Date(input.at) }
    : { ...input, recorded: { ...input.recorded, time: new Date(input.recorded.time) } };
};
