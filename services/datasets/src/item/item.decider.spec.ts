import { datasetErrors, type ItemEvent } from '@tutti/contracts/datasets';
import { given } from '@tutti/testing';
import { afterAll, describe, expect, test } from 'vitest';
import { itemDecider, type ItemCommand } from './item.decider';
import * as f from './item.fixture';

const item = (...events: readonly ItemEvent[]) => given(itemDecider, ...events);

const refused = new Set<string>();
const refuses = (
  events: readonly ItemEvent[],
  command: ItemCommand,
  code: keyof typeof datasetErrors,
): void => {
  refused.add(code);
  item(...events)
    .when(command)
    .isRefused(code);
};

/** Of pictures, and of who was first: seen at the door. */
const atTheDoor = ['item.picture-invalid', 'item.picture-gone', 'item.label-conflict'];

afterAll(() => {
  const mine = Object.keys(datasetErrors).filter((code) => code.startsWith('item.'));
  const own = [...refused].filter((code) => code.startsWith('item.'));
  expect([...own, ...atTheDoor].sort()).toEqual(mine.sort());
});

const { added, labelled, excluded, needsRelabel, rules, boxRules, state, mark, datasetId } = f;
const add: ItemCommand = { type: 'AddItem', item: f.addedItem };
const statement = { label: f.okLabel, by: 'import', rules } as const;
const imported: ItemEvent = {
  type: 'ItemLabelled',
  data: { datasetId, label: f.okLabel, by: 'import', schemaVersion: 3 },
};

describe('an item', () => {
  test('is added once: the same bytes say nothing new', () => {
    item().when(add).gives(added);
    item(added).when(add).gives();
    item(added, labelled()).when(add).gives();
  });

  test('may come with its label, which never replaces one that is there', () => {
    item()
      .when({ ...add, statement })
      .gives(added, imported);
    item(added)
      .when({ ...add, statement })
      .gives(imported);
    item(added, labelled(f.dentLabel))
      .when({ ...add, statement })
      .gives();
    item(added, excluded)
      .when({ ...add, statement })
      .gives();
    refuses([], { ...add, statement: { ...statement, label: { classKey: 'cat' } } }, 'item.class-unknown');
  });

  test('is excluded and taken back; its label stays', () => {
    item(added, labelled())
      .when({ type: 'ExcludeItem', reason: 'Blurred' })
      .gives({ type: 'ItemExcluded', data: { datasetId, reason: 'Blurred' } });
    item(added, labelled(), excluded)
      .when({ type: 'RestoreItem' })
      .gives({ type: 'ItemRestored', data: { datasetId } });
    refuses([added], { type: 'RestoreItem' }, 'item.not-excluded');
    refuses([], { type: 'RestoreItem' }, 'item.not-found');
    for (const command of [
      state(),
      { type: 'ExcludeItem' },
      { type: 'WithdrawLabel' },
      { type: 'AcceptPrediction', rules },
      { type: 'ReviewLabel', verdict: 'accepted', rules },
    ] satisfies ItemCommand[])
      refuses([added, labelled(), excluded], command, 'item.excluded');
  });
});

describe('a label', () => {
  test('is stated, and stated anew; the same once more says nothing', () => {
    item(added).when(state()).gives(labelled());
    item(added, labelled()).when(state(f.dentLabel)).gives(labelled(f.dentLabel));
    item(added, labelled()).when(state()).gives();
  });

  test('says what it brings back', () => {
    item(added, labelled(), labelled(f.dentLabel))
      .when(state(f.okLabel, { restores: 2, reason: 'Was right' }))
      .gives({
        type: 'ItemLabelled',
        data: {
          datasetId,
          label: f.okLabel,
          by: 'person',
          schemaVersion: 3,
          restores: 2,
          reason: 'Was right',
        },
      });
  });

  test('fits the task', () => {
    refuses([added], state({ boxes: [] }), 'item.label-unfit');
    refuses([added], state(f.okLabel, { rules: boxRules }), 'item.label-unfit');
  });

  test('names classes that there are', () => {
    refuses([added], state({ classKey: 'cat' }), 'item.class-unknown');
    refuses([added], state({ classKey: 'old' }), 'label-schema.class-retired');
  });

  test('of boxes may be empty, and lies within the picture as it is seen', () => {
    const boxes = (...of: readonly (typeof f.oneBox)[]) => state({ boxes: [...of] }, { rules: boxRules });
    item(added)
      .when(boxes())
      .gives(labelled({ boxes: [] }));
    item(added, labelled({ boxes: [] }))
      .when(boxes())
      .gives();
    item(added)
      .when(boxes(f.oneBox))
      .gives(labelled({ boxes: [f.oneBox] }));
    const wide = { ...f.oneBox, x: 540, w: 100.5 } as unknown as typeof f.oneBox;
    refuses([added], boxes(f.oneBox, wide), 'item.box-outside');
    const edge = { ...f.oneBox, x: 540, w: 100.0005 } as unknown as typeof f.oneBox;
    item(added)
      .when(boxes(edge))
      .gives(labelled({ boxes: [edge] }));
  });

  test('is the same whatever the order of its boxes', () => {
    const other = { classKey: 'ok', x: 0, y: 0, w: 5, h: 5 };
    item(added, labelled({ boxes: [f.oneBox, other] }))
      .when(state({ boxes: [other, f.oneBox] }, { rules: boxRules }))
      .gives();
  });

  test('is taken back', () => {
    item(added, labelled())
      .when({ type: 'WithdrawLabel' })
      .gives({ type: 'ItemLabelWithdrawn', data: { datasetId } });
    refuses([added], { type: 'WithdrawLabel' }, 'item.not-labelled');
  });

  test('is what the model said, when somebody accepts it', () => {
    const accept: ItemCommand = { type: 'AcceptPrediction', rules };
    const data = { datasetId, by: 'model-accepted', schemaVersion: 3 } as const;
    item(added)
      .when(accept)
      .gives({ type: 'ItemLabelled', data: { ...data, label: f.okLabel } });
    const seen: ItemEvent = { type: 'ItemAdded', data: { ...f.addedItem, prediction: f.detection } };
    item(seen)
      .when({ ...accept, rules: boxRules })
      .gives({
        type: 'ItemLabelled',
        data: { ...data, label: { boxes: [{ classKey: 'dent', x: 64, y: 96, w: 256, h: 192 }] } },
      });
    refuses([seen], accept, 'item.prediction-unusable');
    const { prediction: _, ...unseen } = f.addedItem;
    refuses([{ type: 'ItemAdded', data: unseen }], accept, 'item.prediction-unusable');
    const strange = { ...f.prediction, label: 'cat' };
    refuses(
      [{ type: 'ItemAdded', data: { ...f.addedItem, prediction: strange } }],
      accept,
      'item.prediction-unusable',
    );
  });
});

describe('a review', () => {
  const review = (verdict: 'accepted' | 'rejected', schemaVersion = 3): ItemCommand => ({
    type: 'ReviewLabel',
    verdict,
    rules: { ...rules, schemaVersion },
  });
  const reviewed = (verdict: 'accepted' | 'rejected', schemaVersion = 3): ItemEvent => ({
    type: 'ItemLabelReviewed',
    data: { datasetId, verdict, schemaVersion },
  });

  test('lets a label stand, or asks for another one', () => {
    item(added, labelled()).when(review('accepted')).gives(reviewed('accepted'));
    item(added, labelled(), reviewed('accepted')).when(review('accepted')).gives();
    item(added, labelled()).when(review('rejected')).gives(reviewed('rejected'));
    item(added, labelled(), reviewed('rejected')).when(state()).gives(labelled());
    refuses([added], review('accepted'), 'item.not-labelled');
  });

  test('of a label that must be made again says that it still holds, unless its class is gone', () => {
    item(added, labelled(), needsRelabel()).when(review('accepted', 4)).gives(reviewed('accepted', 4));
    item(added, labelled(), needsRelabel(), reviewed('accepted', 4)).when(mark(4)).gives();
    refuses([added, labelled({ classKey: 'old' })], review('accepted'), 'label-schema.class-retired');
  });
});

describe('a class that changed', () => {
  test('marks the labels that hold it and were stated before', () => {
    item(added, labelled()).when(mark(4)).gives(needsRelabel());
    item(added, labelled(f.okLabel, 4)).when(mark(4)).gives();
    item(added, labelled(f.dentLabel)).when(mark(4)).gives();
    item(added).when(mark(4)).gives();
    item().when(mark(4)).gives();
  });

  test('marks once for each change, and a new statement ends it', () => {
    item(added, labelled(), needsRelabel()).when(mark(4)).gives();
    item(added, labelled(), needsRelabel()).when(mark(5)).gives(needsRelabel(5));
    item(added, labelled(), needsRelabel())
      .when(state(f.okLabel, { rules: { ...rules, schemaVersion: 4 } }))
      .gives(labelled(f.okLabel, 4));
    item(added, labelled(), excluded).when(mark(4)).gives(needsRelabel());
  });
});
