import { trigger as triggerSchema, type StreamEvent, type Trigger } from '@tutti/contracts/training';
import type { ProcessInput, Recorded, Timer } from '@tutti/kernel';
import { describe, expect, test } from 'vitest';
import { created } from '../stream/stream.fixture';
import { triggerProcess, type LookAtStream } from './trigger.process';

const usual: Trigger = {
  active: true,
  schedule: { cron: '0 */3 * * *', timeZone: 'Asia/Seoul' },
  conditions: [],
  coolDownMinutes: 0,
};

/** One instance with a clock that is turned by hand: as the runner has it. */
class Instance {
  #state = triggerProcess.initialState;
  readonly #timers = new Map<string, Date>();

  constructor(public now: Date) {}

  hears(event: StreamEvent): void {
    this.#take({
      kind: 'event',
      recorded: { event, aggregateId: 's', time: this.now } as Recorded<StreamEvent>,
    });
  }

  set(trigger: Trigger | null): void {
    this.hears({ type: 'StreamTriggerSet', data: { trigger } });
  }

  get next(): Timer | undefined {
    const [first] = [...this.#timers].sort(([, a], [, b]) => a.getTime() - b.getTime());
    return first && { name: first[0], at: first[1] };
  }

  /** Fires what is due by then, one after the other. Answers with what leaves, each with its time. */
  until(time: string): readonly (readonly [string, LookAtStream['occasion']])[] {
    const looks: (readonly [string, LookAtStream['occasion']])[] = [];
    const end = new Date(time);
    for (let next = this.next; next && next.at <= end; next = this.next) {
      this.now = next.at > this.now ? next.at : this.now;
      this.#timers.delete(next.name);
      for (const { occasion } of this.#take({ kind: 'timer', ...next, firedAt: this.now }))
        looks.push([this.now.toISOString(), occasion]);
    }
    this.now = end;
    return looks;
  }

  #take(input: ProcessInput<StreamEvent>): readonly LookAtStream[] {
    const { state, outgoing = [], timers = [], cancel = [] } = triggerProcess.react(this.#state, input, 's');
    for (const name of cancel) this.#timers.delete(name);
    for (const { name, at } of timers) this.#timers.set(name, at);
    if (state === undefined) this.#timers.clear();
    this.#state = state ?? triggerProcess.initialState;
    return outgoing;
  }
}

const timesOf = (looks: readonly (readonly [string, string])[]): readonly string[] =>
  looks.map(([time]) => time.slice(0, 16));

test('a schedule is looked at time after time (S4-1, and a second round: Sedna#381)', () => {
  const instance = new Instance(new Date('2026-11-27T00:10:00Z'));
  instance.set(usual);
  expect(timesOf(instance.until('2026-11-27T10:00:00Z'))).toEqual([
    '2026-11-27T03:00',
    '2026-11-27T06:00',
    '2026-11-27T09:00',
  ]);
});

test('a stream that is created with a trigger has one', () => {
  const instance = new Instance(new Date('2026-11-27T00:10:00Z'));
  instance.hears({ ...created, data: { ...created.data, trigger: usual } });
  expect(instance.next?.at.toISOString()).toBe('2026-11-27T03:00:00.000Z');
});

describe('daylight saving', () => {
  const at = (cron: string): Trigger => ({ ...usual, schedule: { cron, timeZone: 'Europe/Vienna' } });

  test('what the spring skips comes right after', () => {
    const instance = new Instance(new Date('2026-03-28T12:00:00Z'));
    instance.set(at('30 2 * * *'));
    expect(timesOf(instance.until('2026-03-30T12:00:00Z'))).toEqual(['2026-03-29T01:00', '2026-03-30T00:30']);
  });

  test('what the autumn repeats comes once', () => {
    const instance = new Instance(new Date('2026-10-24T12:00:00Z'));
    instance.set(at('30 2 * * *'));
    expect(timesOf(instance.until('2026-10-26T12:00:00Z'))).toEqual(['2026-10-25T00:30', '2026-10-26T01:30']);
  });

  test('every three hours stay at hours of the wall clock', () => {
    const spring = new Instance(new Date('2026-03-28T22:30:00Z'));
    spring.set(at('0 */3 * * *'));
    expect(timesOf(spring.until('2026-03-29T05:00:00Z'))).toEqual([
      '2026-03-28T23:00',
      '2026-03-29T01:00',
      '2026-03-29T04:00',
    ]);
    const autumn = new Instance(new Date('2026-10-24T21:30:00Z'));
    autumn.set(at('0 */3 * * *'));
    expect(timesOf(autumn.until('2026-10-25T06:00:00Z'))).toEqual([
      '2026-10-24T22:00',
      '2026-10-25T02:00',
      '2026-10-25T05:00',
    ]);
  });
});

test('without a schedule it is looked every minute, or as often as is said', () => {
  const { schedule: _, ...without } = usual;
  const trigger: Trigger = { ...without, conditions: [{ kind: 'new-labels', atLeast: 10 }] };
  const instance = new Instance(new Date('2026-11-27T00:00:00Z'));
  instance.set(trigger);
  expect(timesOf(instance.until('2026-11-27T00:02:30Z'))).toEqual(['2026-11-27T00:01', '2026-11-27T00:02']);
  instance.set({ ...trigger, checkSeconds: 600 });
  expect(timesOf(instance.until('2026-11-27T00:15:00Z'))).toEqual(['2026-11-27T00:12']);
});

test('times that passed while nobody looked are made up for by one look', () => {
  const instance = new Instance(new Date('2026-11-27T00:10:00Z'));
  instance.set(usual);
  instance.now = new Date('2026-11-28T01:00:00Z');
  expect(timesOf(instance.until('2026-11-28T04:00:00Z'))).toEqual(['2026-11-28T01:00', '2026-11-28T03:00']);
});

test('a gate that may open later is looked at again in between (S4-16)', () => {
  const gate = { trainer: true };
  const instance = new Instance(new Date('2026-11-27T02:59:00Z'));
  instance.set({ ...usual, gate, whenShut: 'wait', checkSeconds: 3500 });
  expect(instance.until('2026-11-27T06:30:00Z')).toEqual([
    ['2026-11-27T03:00:00.000Z', 'due'],
    ['2026-11-27T03:58:20.000Z', 'again'],
    ['2026-11-27T04:56:40.000Z', 'again'],
    ['2026-11-27T05:55:00.000Z', 'again'],
    ['2026-11-27T06:00:00.000Z', 'due'],
  ]);
  instance.set({ ...usual, gate, whenShut: 'skip' });
  expect(instance.until('2026-11-27T09:30:00Z')).toEqual([['2026-11-27T09:00:00.000Z', 'due']]);
});

test.each<readonly [string, (instance: Instance) => void]>([
  ['inactive', (instance) => instance.set({ ...usual, active: false })],
  ['gone', (instance) => instance.set(null)],
  ['gone with its stream', (instance) => instance.hears({ type: 'StreamDeleted', data: {} })],
])('a trigger that is %s looks no more', (_, end) => {
  const instance = new Instance(new Date('2026-11-27T00:10:00Z'));
  instance.set(usual);
  end(instance);
  expect(instance.until('2026-12-01T00:00:00Z')).toEqual([]);
});

test('other changes of the stream leave it as it is', () => {
  const instance = new Instance(new Date('2026-11-27T00:10:00Z'));
  instance.set(usual);
  instance.hears({ type: 'StreamReconfigured', data: { name: 'Caps' } });
  expect(instance.next?.at.toISOString()).toBe('2026-11-27T03:00:00.000Z');
});

test('a trigger says when, one way or the other', () => {
  const { schedule: _, ...without } = usual;
  expect(triggerSchema.safeParse(usual).success).toBe(true);
  expect(triggerSchema.safeParse(without).success).toBe(false);
  expect(
    triggerSchema.safeParse({ ...usual, schedule: { cron: '0 0 30 2 *', timeZone: 'UTC' } }).success,
  ).toBe(false);
});
