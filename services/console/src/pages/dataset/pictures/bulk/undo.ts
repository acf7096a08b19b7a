import type { Item } from '@tutti/contracts/datasets';
import type { ItemCommand } from '../../../../api/items';
import type { BulkAction, Done } from './run-bulk';

/** An item as it is now, and what brings it back to what it was. */
export interface Undoing {
  readonly before: Item;
  readonly version: number;
  /** One after the other. */
  readonly commands: readonly ItemCommand[];
}

/** A label that was stated again is fresh: what had been thought of it is said again, too. */
const verdictOf = ({ review, relabel }: Item): readonly ItemCommand[] => {
  if (review) return [{ type: 'review', verdict: review.verdict }];
  return relabel ? [{ type: 'review', verdict: 'rejected' }] : [];
};

const labelAgain = (before: Item): readonly ItemCommand[] => {
  const { label: stated } = before;
  if (!stated) return [{ type: 'withdraw' }];
  const by = stated.by === 'model-accepted' ? 'model-accepted' : 'person';
  return [
    { type: 'label', body: { label: stated.label, by, restores: stated.version } },
    ...verdictOf(before),
  ];
};

const commandsFor = (action: BulkAction['action'], before: Item): readonly ItemCommand[] => {
  switch (action) {
    case 'exclude':
      return [{ type: 'restore' }];
    case 'restore':
      return [
        before.excludedBecause === null
          ? { type: 'exclude' }
          : { type: 'exclude', reason: before.excludedBecause },
      ];
    case 'label':
    case 'accept':
    case 'withdraw':
      return labelAgain(before);
  }
};

/** What undoes a change of many items: only what it changed, as of the version that it made. */
export const undoOf = (action: BulkAction['action'], done: readonly Done[]): readonly Undoing[] =>
  done.flatMap(({ before, outcome: { outcome, version } }) =>
    outcome === 'changed' && version !== null
      ? [{ before, version, commands: commandsFor(action, before) }]
      : [],
  );
