import { DomainError, type Recorded } from '@tutti/kernel';
import type { ItemEvent } from '@tutti/contracts/datasets';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { itemListProjection, type ItemRow } from './item-list.projection';
import { itemDecider, type ItemCommand } from './item.decider';
import * as f from './item.fixture';
import { labelStateOf, type ItemState } from './item.state';

const { decide, evolve, initialState } = itemDecider;

const rulesOf = (schemaVersion: number) => ({ ...f.rules, schemaVersion });
const version = fc.integer({ min: 3, max: 6 });
const commands: fc.Arbitrary<ItemCommand> = fc.oneof(
  fc.constantFrom<ItemCommand>(
    { type: 'AddItem', item: f.addedItem },
    { type: 'AddItem', item: f.addedItem, statement: { label: f.okLabel, by: 'import', rules: f.rules } },
    { type: 'WithdrawLabel' },
    { type: 'ExcludeItem', reason: 'Blurred' },
    { type: 'RestoreItem' },
  ),
  fc
    .tuple(fc.constantFrom(f.okLabel, f.dentLabel), version)
    .map(([label, v]) => f.state(label, { rules: rulesOf(v) })),
  version.map((v) => ({ type: 'AcceptPrediction', rules: rulesOf(v) }) as const),
  fc
    .tuple(fc.constantFrom('accepted', 'rejected'), version)
    .map(([verdict, v]) => ({ type: 'ReviewLabel', verdict, rules: rulesOf(v) }) as const),
  fc.tuple(version, fc.constantFrom('ok', 'dent')).map(([v, key]) => f.mark(v, key)),
);

const recorded = (event: ItemEvent, index: number): Recorded<ItemEvent> => ({
  id: `c${index}.0`,
  context: 'datasets',
  aggregate: 'item',
  aggregateId: 'i',
  aggregateVersion: index + 1,
  time: new Date(1000 + index),
  event,
  metadata: { authId: 'user:ann' },
  position: index + 1,
});

const allowed = (command: ItemCommand, state: ItemState): readonly ItemEvent[] | undefined => {
  try {
    return decide(command, state);
  } catch (error) {
    expect(error).toBeInstanceOf(DomainError);
    return undefined;
  }
};

/** What comes of commands in any order; a refusal changes nothing. */
const history = (asked: readonly ItemCommand[]): readonly ItemEvent[] => {
  let state: ItemState = initialState;
  return asked.flatMap((command) => {
    const events = allowed(command, state) ?? [];
    state = events.reduce(evolve, state);
    return events;
  });
};

const check = (holds: (events: readonly ItemEvent[]) => void): void =>
  fc.assert(
    fc.property(fc.array(commands, { maxLength: 25 }), (asked) => holds(history(asked))),
    { numRuns: 500 },
  );

const facts = (row: ItemRow | undefined) => [
  row?.stated?.label,
  row?.review?.verdict,
  row?.relabel?.classKey,
];

const rowOf = (events: readonly ItemEvent[], from?: ItemRow): ItemRow | undefined =>
  events.map(recorded).reduce<ItemRow | undefined>(itemListProjection.project, from);

describe('any history of an item', () => {
  it('is listed as the aggregate says', () =>
    check((events) => {
      const state = events.reduce(evolve, initialState);
      const row = rowOf(events);
      if (state.status === 'initial') {
        expect(row).toBeUndefined();
        return;
      }
      expect(row).toMatchObject({
        state: labelStateOf(state),
        excluded: state.excluded,
        schemaVersion: state.label?.schemaVersion ?? null,
        version: events.length,
      });
      expect(facts(row)).toEqual([state.label?.label, state.review, state.relabel?.classKey]);
    }));

  it('replays to the same state and row, whatever was kept of it as JSON in between', () =>
    check((events) => {
      const half = Math.floor(events.length / 2);
      const kept = JSON.parse(
        JSON.stringify(events.slice(0, half).reduce(evolve, initialState)),
      ) as ItemState;
      const whole = events.reduce(evolve, initialState);
      expect(events.slice(half).reduce(evolve, kept)).toEqual(whole);
      expect(rowOf(events)).toEqual(rowOf(events));
    }));

  it('keeps the prediction as it came', () =>
    check((events) => {
      if (events.length > 0) expect(rowOf(events)).toMatchObject({ prediction: f.prediction, score: 0.4 });
    }));

  it('takes every command that says nothing a second time for nothing', () =>
    check((events) => {
      const state = events.reduce(evolve, initialState);
      const repeated: ItemCommand[] = [
        { type: 'AddItem', item: f.addedItem },
        f.state(f.okLabel),
        f.mark(6),
        { type: 'ReviewLabel', verdict: 'rejected', rules: f.rules },
      ];
      for (const command of repeated) {
        const once = allowed(command, state);
        if (once) expect(decide(command, once.reduce(evolve, state))).toEqual([]);
      }
    }));
});
