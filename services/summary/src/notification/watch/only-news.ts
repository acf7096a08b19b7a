import type { DomainEvent, Process } from '@tutti/kernel';
import type { Tell } from '../tell/tell.process';

/** The same process that keeps what happened before to itself: a log of years is read for its names, and told to nobody. */
export const onlyNews = <State, Event extends DomainEvent>(
  process: Process<State, Event, Tell>,
  since: Date,
): Process<State, Event, Tell> => ({
  ...process,
  react: (state, input, id) => {
    const reaction = process.react(state, input, id);
    const outgoing = (reaction.outgoing ?? []).filter(({ at }) => Date.parse(at) >= since.getTime());
    return { ...reaction, outgoing };
  },
});
