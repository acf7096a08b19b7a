import type { DomainEvent, ProcessInput } from '@tutti/kernel';

/** An input as text, for an instance that cannot take it now. */
export const inputToJson = (input: ProcessInput<DomainEvent>): string => JSON.stringify(input);

export const inputFromJson = <Event extends DomainEvent>(text: string): ProcessInput<Event> => {
  const input = JSON.parse(text) as ProcessInput<Event>;
  if (input.kind === 'event')
    return { ...input, recorded: { ...input.recorded, time: new Date(input.recorded.time) } };
  const { firedAt } = input;
  return {
    ...input,
    at: new Date(input.at),
    ...(firedAt === undefined ? {} : { firedAt: new Date(firedAt) }),
  };
};
