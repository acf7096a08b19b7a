import fc from 'fast-check';
import { DomainError, type Commit } from '@tutti/kernel';
import { describe, expect, it } from 'vitest';
import { emptyFold, fold } from '../src/aggregate-state';
import { Aggregates, type Handled } from '../src/aggregates';
import { MemoryEventLog } from '../src/memory-log';
import { MemorySnapshotStore } from '../src/memory-snapshots';
import { AppendUnknown, subjectOf, type EventLog } from '../src/port';
import { counter, counterDefinitions as definitions, type CounterCommand } from '../src/testing';
import { appendingWith } from './lossy-log';

const command: fc.Arbitrary<CounterCommand> = fc.oneof(
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('Open' as const), limit: fc.integer({ min: 0, max: 40 }) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('Add' as const),
      amounts: fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 3 }),
    }),
  },
);

/** What becomes of an append: it is stored and answered, stored and lost, lost before, or stored only later. */
const fate = fc.constantFrom('answered', 'lost after', 'lost before', 'late');

const lossy = (log: EventLog, fates: readonly string[]): EventLog => {
  let n = 0;
  return appendingWith(log, async (commits, append) => {
    const next = fates[n++] ?? 'answered';
    if (next === 'answered') return append(commits);
    if (next === 'lost after') await append(commits);
    if (next === 'late') setImmediate(() => void append(commits).catch(() => undefined));
    throw new AppendUnknown(next);
  });
};

const idOf = ({ events }: Commit) => events[0]?.metadata.correlationId;

interface Writing {
  readonly process: 0 | 1;
  readonly aggregate: 'a' | 'b';
  readonly command: CounterCommand;
  /** Sent a second time, as somebody does who heard nothing. */
  readonly twice: boolean;
  /** With a command id. */
  readonly keyed: boolean;
  readonly waits: boolean;
}

const writing: fc.Arbitrary<Writing> = fc.record({
  process: fc.constantFrom(0, 1),
  aggregate: fc.constantFrom('a', 'b'),
  command,
  twice: fc.boolean(),
  keyed: fc.boolean(),
  waits: fc.boolean(),
});

const stateOf = (commands: readonly CounterCommand[]) =>
  commands.reduce(
    (state, each) => counter.decide(each, state).reduce(counter.evolve, state),
    counter.initialState,
  );

const isRefused = (each: CounterCommand, state: typeof counter.initialState): boolean => {
  try {
    counter.decide(each, state);
    return false;
  } catch (error) {
    return error instanceof DomainError;
  }
};

interface Heard {
  readonly outcome: PromiseSettledResult<Handled<unknown>>;
  readonly writing: Writing;
  readonly name: string;
  /** Commits of the aggregate when the command was sent, and when its answer came. */
  readonly between: readonly [number, number];
}

/** Sends all writings; one that waits is sent when all before it were answered. */
const sendAll = async (log: EventLog, processes: readonly Aggregates[], writings: readonly Writing[]) => {
  const count = async (id: string) =>
    (await log.loadConfirmed(subjectOf('devices', 'counter', id), 0)).length;
  const send = async (writing: Writing, name: string): Promise<Heard> => {
    const { aggregate, keyed, process } = writing;
    const options = { metadata: { correlationId: name }, ...(keyed ? { commandId: name } : {}) };
    const before = await count(aggregate);
    const handled = processes[process]?.handle(counter, aggregate, writing.command, options);
    const [outcome] = await Promise.allSettled([handled as Promise<Handled<unknown>>]);
    return { outcome, writing, name, between: [before, await count(aggregate)] };
  };
  const heard: Promise<Heard>[] = [];
  for (const [n, writing] of writings.entries()) {
    if (writing.waits) await Promise.all(heard);
    heard.push(send(writing, `command-${n}`));
    if (writing.keyed && writing.twice) heard.push(send({ ...writing, process: 1 }, `command-${n}`));
  }
  return Promise.all(heard);
};

const statesOf = (commands: readonly CounterCommand[]) =>
  Array.from({ length: commands.length + 1 }, (_, count) => stateOf(commands.slice(0, count)));

const assertSerial = (commits: readonly Commit[], heard: readonly Heard[]): void => {
  const names = commits.map(idOf);
  expect(new Set(names).size).toBe(names.length);
  const commands = names.map((name) => heard.find((each) => each.name === name)?.writing.command);
  const states = statesOf(commands.filter((command) => command !== undefined));
  // Each was accepted by the state that all before it left behind: else `stateOf` throws.
  expect(fold(counter, emptyFold(counter), commits, definitions).state).toEqual(states.at(-1));
  for (const { outcome, writing, name, between } of heard) {
    if (outcome.status === 'rejected') {
      expect(outcome.reason).toHaveProperty('code', expect.stringContaining('counter.'));
      const possible = states.slice(between[0], between[1] + 1);
      expect(possible.some((state) => isRefused(writing.command, state))).toBe(true);
    } else if (outcome.value.appended || names.includes(name)) {
      expect(outcome.value.position).toBe(commits[names.indexOf(name)]?.position);
    }
  }
};

describe('properties of the write side', () => {
  it('any interleaving of two processes over a lossy, lagging log is a serial history', async () => {
    const run = fc.asyncProperty(
      fc.array(writing, { minLength: 1, maxLength: 12 }),
      fc.array(fate, { maxLength: 5 }),
      fc.integer({ min: 0, max: 4 }),
      async (writings, fates, lag) => {
        const log = new MemoryEventLog({ definitions, lag });
        const snapshots = new MemorySnapshotStore();
        const options = { definitions, attempts: 100, retryPauseMs: 0 };
        const processes = [0, 1].map(() => new Aggregates(lossy(log, fates), snapshots, options));
        const heard = await sendAll(log, processes, writings);
        for (const id of ['a', 'b']) {
          const commits = await log.loadConfirmed(subjectOf('devices', 'counter', id), 0);
          assertSerial(
            commits,
            heard.filter(({ writing: { aggregate } }) => aggregate === id),
          );
        }
      },
    );
    await fc.assert(run, { numRuns: 200 });
  });

  it('any decided history evolves, and replays to the same state whatever its cuts', () => {
    const run = fc.property(fc.array(command, { maxLength: 30 }), fc.nat(30), (commands, cut) => {
      const log = commands.reduce<{
        state: typeof counter.initialState;
        events: ReturnType<typeof counter.decide>[];
      }>(
        ({ state, events }, each) => {
          if (isRefused(each, state)) return { state, events };
          const decided = counter.decide(each, state);
          return { state: decided.reduce(counter.evolve, state), events: [...events, decided] };
        },
        { state: counter.initialState, events: [] },
      );
      const commits = log.events.map((events, index) => ({
        id: `c${index}`,
        position: index + 1,
        subject: 'evt.devices.counter.a',
        commandId: `k${index}`,
        events: events.map((event, n) => ({
          id: `c${index}.${n}`,
          context: 'devices',
          aggregate: 'counter',
          aggregateId: 'a',
          aggregateVersion: n,
          time: new Date(0),
          event,
          metadata: {},
          position: index + 1,
        })),
      }));
      const whole = fold(counter, emptyFold(counter), commits, definitions);
      expect(whole.state).toEqual(log.state);
      const first = fold(counter, emptyFold(counter), commits.slice(0, cut), definitions);
      expect(fold(counter, first, commits.slice(cut), definitions)).toEqual(whole);
    });
    fc.assert(run);
  });
});
