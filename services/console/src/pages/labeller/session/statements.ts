import type { Item, Label, LabelState } from '@tutti/contracts/datasets';
import type { ItemCommand } from '../../../api/items';

/**
 * Takes a statement back: what was said before it is said again, named by the version that said it. What had to be
 * labelled again has to be so once more, with whatever label: the one before it may be of a class that is retired.
 */
export const takeBack = ({ state, label, excludedBecause }: Item, statement: ItemCommand): ItemCommand => {
  if (statement.type === 'exclude') return { type: 'restore' };
  if (statement.type === 'restore')
    return { type: 'exclude', ...(excludedBecause === null ? {} : { reason: excludedBecause }) };
  if (!label) return { type: 'withdraw' };
  if (state === 'needs-relabel') return { type: 'review', verdict: 'rejected' };
  const by = label.by === 'model-accepted' ? 'model-accepted' : 'person';
  return { type: 'label', body: { label: label.label, by, restores: label.version } };
};

/** What holds of an item, for whoever says something of it. */
export interface Standing {
  readonly state: LabelState;
  readonly label: Label | null;
}

/** As the item is, or will be once the statement is saved. */
export const standingOf = (item: Item, statement?: ItemCommand): Standing => {
  const label = item.label?.label ?? null;
  switch (statement?.type) {
    case undefined:
      return { state: item.state, label };
    case 'label':
      return { state: 'labelled', label: statement.body.label };
    case 'accept':
      return { state: 'labelled', label };
    case 'withdraw':
      return { state: 'unlabelled', label: null };
    case 'review':
      return { state: statement.verdict === 'accepted' ? 'labelled' : 'needs-relabel', label };
    case 'exclude':
      return { state: 'excluded', label };
    case 'restore':
      return { state: label ? 'labelled' : 'unlabelled', label };
    default:
      return statement satisfies never;
  }
};
