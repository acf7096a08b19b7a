import type { Dataset, DatasetProgress, Item, ShownClass } from '@tutti/contracts/datasets';
import { createContext, useContext } from 'react';
import { useStore } from '../../lib/use-store';
import type { LabelSession } from './session/label-session';
import { lastOf, type Unsaved } from './session/outbox';
import type { SessionState } from './session/session-state';
import { standingOf, type Standing } from './session/statements';

/** What all parts of the page stand on. */
export interface Labeller {
  readonly dataset: Dataset;
  /** Retired ones among them: old labels name them. */
  readonly allClasses: readonly ShownClass[];
  /** Those that a label may use. */
  readonly classes: readonly ShownClass[];
  readonly keys: ReadonlyMap<string, ShownClass>;
  readonly session: LabelSession;
  readonly progress: DatasetProgress | undefined;
  readonly mayLabel: boolean;
  /** Says to screen readers what was done. */
  readonly announce: (text: string) => void;
}

export const LabellerContext = createContext<Labeller | undefined>(undefined);

export const useLabeller = (): Labeller => {
  const labeller = useContext(LabellerContext);
  if (!labeller) throw new Error('useLabeller belongs below LabellerContext');
  return labeller;
};

export const useSitting = (): SessionState => useStore(useLabeller().session.state);
export const useUnsaved = (): readonly Unsaved[] => useStore(useLabeller().session.outbox.state);

/** What holds of the item, with what was said of it here and is not saved yet. */
export const standingIn = (item: Item, unsaved: readonly Unsaved[]): Standing => {
  const mine = unsaved.find((one) => one.item.id === item.id);
  return standingOf(item, mine && lastOf(mine));
};
