import type { DomainEvent, Process } from '@tutti/kernel';
import type { Tell } from '../tell/tell.process';

const start = Date.parse('2026-11-27T08:00:00.000Z');
export const minutes = (n: number): Date => new Date(start + n * 60_000);

/** One instance of a process as time goes by: events when they come, timers when they are due. */
export class Watched<State, Event extends DomainEvent> {
  #state: State | undefined;
  #timers = new Map<string, Date>();
  #position = 0;
  readonly told: Tell[] = [];

  constructor(private readonly process: Process<State, Event, Tell>) {}

  /** What happens at a minute. Timers that were due before go first. */
  at(minute: number, ...events: readonly Event[]): this {
    this.until(minute);
    for (const event of events) this.#take(event, minutes(minute));
    return this;
  }

  until(minute: number): this {
    const due = [...this.#timers].filter(([, at]) => at <= minutes(minute));
    for (const [name, at] of due.sort(([, a], [, b]) => a.getTime() - b.getTime())) {
      this.#timers.delete(name);
      this.#react({ kind: 'timer', name, at, firedAt: at });
    }
    return this;
  }

  get codes(): readonly string[] {
    return this.told.map(({ code }) => code);
  }

  #take(event: Event, time: Date): void {
    this.#position += 1;
    const position = this.#position;
    const of = { context: 'test', aggregate: 'test', aggregateId: 'abc', metadata: {} };
    const recorded = { ...of, id: `c${position}.0`, aggregateVersion: position, time, event, position };
    this.#react({ kind: 'event', recorded: recorded });
  }

  #react(input: Parameters<Process<State, Event, Tell>['react']>[1]): void {
    const { process } = this;
    const {
      state,
      timers = [],
      cancel = [],
      outgoing = [],
    } = process.react(this.#state ?? process.initialState, input, 'abc');
    this.#state = state;
    for (const name of cancel) this.#timers.delete(name);
    for (const { name, at } of timers) this.#timers.set(name, at);
    if (state === undefined) this.#timers.clear();
    this.told.push(...outgoing);
  }
}
