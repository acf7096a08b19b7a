import { datasetErrors, maxClasses, maxClassId, type LabelSchemaEvent } from '@tutti/contracts/datasets';
import { given } from '@tutti/testing';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { labelSchemaDecider, type LabelSchemaCommand } from './label-schema.decider';

const ok = { key: 'ok', id: 0, name: 'OK', colour: '#228833', shortcut: 'o' } as const;
const scratch = { key: 'deep-scratch', id: 1, name: 'Deep scratch', colour: '#ee6677' } as const;
const defined: LabelSchemaEvent = {
  type: 'LabelSchemaDefined',
  data: { name: 'Lids', classes: [ok, scratch] },
};
const retired: LabelSchemaEvent = { type: 'ClassRetired', data: { key: 'ok' } };

const schema = (...events: readonly LabelSchemaEvent[]) => given(labelSchemaDecider, ...events);

const refused = new Set<string>();
const refuses = (
  events: readonly LabelSchemaEvent[],
  command: LabelSchemaCommand,
  code: keyof typeof datasetErrors,
): void => {
  refused.add(code);
  schema(...events)
    .when(command)
    .isRefused(code);
};

afterAll(() => {
  const mine = Object.keys(datasetErrors).filter((code) => code.startsWith('label-schema.'));
  expect([...refused].sort()).toEqual(mine.sort());
});

const define = (...classes: Extract<LabelSchemaCommand, { type: 'DefineSchema' }>['classes'][number][]) =>
  ({ type: 'DefineSchema', name: 'Lids', classes }) as const;

describe('a label schema', () => {
  test('chooses key, number and colour of a class where they are left open', () => {
    schema()
      .when(define({ name: 'OK', colour: '#228833', shortcut: 'o' }, { name: 'Deep scratch' }))
      .gives(defined);
    const keys = (names: readonly string[]): readonly string[] => {
      const [event] = labelSchemaDecider.decide(define(...names.map((name) => ({ name }))), {
        status: 'initial',
      });
      return event?.type === 'LabelSchemaDefined' ? event.data.classes.map(({ key }) => key) : [];
    };
    expect(keys(['Zoë', '긁힘', 'a b', 'a-b', '__'])).toEqual(['zoe', 'class-1', 'a-b', 'a-b-2', 'class-4']);
  });

  test('takes numbers that are asked for, as of COCO, and fills up behind them', () => {
    schema()
      .when(define({ name: 'Person' }, { name: 'Car', id: 3 }))
      .gives({
        type: 'LabelSchemaDefined',
        data: {
          name: 'Lids',
          classes: [
            { key: 'person', id: 4, name: 'Person', colour: '#66ccee' },
            { key: 'car', id: 3, name: 'Car', colour: '#ccbb44' },
          ],
        },
      });
  });

  test('is defined once, and renamed', () => {
    refuses([defined], define(), 'label-schema.already-defined');
    schema(defined)
      .when({ type: 'RenameSchema', name: 'Caps' })
      .gives({ type: 'LabelSchemaRenamed', data: { name: 'Caps' } });
    refuses([defined], { type: 'RenameSchema', name: 'Lids' }, 'label-schema.nothing-changed');
    refuses([], { type: 'RenameSchema', name: 'Lids' }, 'label-schema.not-found');
  });

  test('never uses a key or a number again, not even of a retired class', () => {
    schema(defined, retired)
      .when({ type: 'AddClass', class: { name: 'OK', shortcut: 'o' } })
      .gives({
        type: 'ClassAdded',
        data: { class: { key: 'ok-2', id: 2, name: 'OK', colour: '#228833', shortcut: 'o' } },
      });
    refuses(
      [defined, retired],
      { type: 'AddClass', class: { name: 'Good', key: 'ok' } },
      'label-schema.class-exists',
    );
    refuses(
      [defined, retired],
      { type: 'AddClass', class: { name: 'Good', id: 0 } },
      'label-schema.class-exists',
    );
  });

  test('finds a number that was never used where the greatest is taken', () => {
    const last = { key: 'last', id: maxClassId, name: 'Last', colour: '#000000' };
    const all: LabelSchemaEvent = {
      type: 'LabelSchemaDefined',
      data: { name: 'Lids', classes: [{ ...last, key: 'first', id: 0, name: 'First' }, last] },
    };
    const added = { key: 'next', id: 1, name: 'Next', colour: '#111111' };
    schema(all)
      .when({ type: 'AddClass', class: { name: 'Next', colour: '#111111' } })
      .gives({ type: 'ClassAdded', data: { class: added } });
  });

  test('has no two active classes of one name or one shortcut', () => {
    refuses([defined], { type: 'AddClass', class: { name: 'ok' } }, 'label-schema.class-exists');
    refuses(
      [defined],
      { type: 'AddClass', class: { name: 'Dent', shortcut: 'o' } },
      'label-schema.class-exists',
    );
    refuses([defined], { type: 'ChangeClass', key: 'deep-scratch', name: 'Ok' }, 'label-schema.class-exists');
    refuses([], { ...define({ name: 'a' }, { name: 'A' }) }, 'label-schema.class-exists');
  });

  test('changes a class by what differs; its meaning when it is said so', () => {
    schema(defined)
      .when({ type: 'ChangeClass', key: 'ok', name: 'Fine', colour: '#228833', shortcut: null })
      .gives({ type: 'ClassChanged', data: { key: 'ok', name: 'Fine', shortcut: null, relabel: false } });
    schema(defined)
      .when({ type: 'ChangeClass', key: 'ok', relabel: true })
      .gives({ type: 'ClassChanged', data: { key: 'ok', relabel: true } });
    refuses([defined], { type: 'ChangeClass', key: 'ok', name: 'OK' }, 'label-schema.nothing-changed');
    refuses([defined], { type: 'ChangeClass', key: 'dent', name: 'D' }, 'label-schema.class-not-found');
  });

  test('retires a class for good', () => {
    schema(defined).when({ type: 'RetireClass', key: 'ok' }).gives(retired);
    refuses([defined, retired], { type: 'RetireClass', key: 'ok' }, 'label-schema.class-retired');
    refuses(
      [defined, retired],
      { type: 'ChangeClass', key: 'ok', name: 'Fine' },
      'label-schema.class-retired',
    );
  });

  test('has so many classes at most', () => {
    const classes = Array.from({ length: maxClasses }, (_, id) => ({
      key: `c${id}`,
      id,
      name: `C${id}`,
      colour: '#000000',
    }));
    const full: LabelSchemaEvent = { type: 'LabelSchemaDefined', data: { name: 'Full', classes } };
    refuses([full], { type: 'AddClass', class: { name: 'One more' } }, 'label-schema.too-many-classes');
  });
});

const name = fc.constantFrom('OK', 'ok', 'Dent', 'Scratch', '긁힘', 'a b', 'A-B');
const key = fc.constantFrom('ok', 'dent', 'scratch', 'class-0', 'a-b', 'a-b-2');
const commands: fc.Arbitrary<LabelSchemaCommand> = fc.oneof(
  name.map((n) => ({ type: 'AddClass', class: { name: n } }) as const),
  fc.tuple(name, key).map(([n, k]) => ({ type: 'AddClass', class: { name: n, key: k } }) as const),
  fc.tuple(key, name).map(([k, n]) => ({ type: 'ChangeClass', key: k, name: n }) as const),
  key.map((k) => ({ type: 'RetireClass', key: k }) as const),
);

test('in any history keys and numbers are unique for ever, and active names at any time', () =>
  fc.assert(
    fc.property(fc.array(commands, { maxLength: 30 }), (asked) => {
      const { decide, evolve, initialState } = labelSchemaDecider;
      const given = new Map<string, number>();
      let state = decide(define(), initialState).reduce(evolve, initialState);
      for (const command of asked) {
        try {
          state = decide(command, state).reduce(evolve, state);
        } catch {
          continue;
        }
        const classes = state.status === 'defined' ? state.classes : [];
        expect(new Set(classes.map(({ id }) => id)).size).toBe(classes.length);
        for (const one of classes) {
          expect(given.get(one.key) ?? one.id).toBe(one.id);
          given.set(one.key, one.id);
        }
        const names = classes.filter((of) => !of.retired).map((of) => of.name.toLowerCase());
        expect(new Set(names).size).toBe(names.length);
      }
    }),
  ));
