import type { Item } from '@tutti/contracts/datasets';
import { useCallback, useEffect, useState, type ReactNode } from 'react';
import { usePermissions } from '../../../api/use-permissions';
import type { Classes } from '../../../components/label/label-boxes';
import { useShownDataset } from '../use-shown-dataset';
import { BulkBar } from './bulk/bulk-bar';
import { BulkOutcome } from './bulk/bulk-outcome';
import type { BulkAction } from './bulk/run-bulk';
import { useBulk } from './bulk/use-bulk';
import { PictureGrid } from './picture-grid';
import { filterOf, sizeOf, type PictureView } from './picture-view';
import { all, nothing, type Selection } from './selection';

interface Props {
  readonly items: readonly Item[];
  readonly classes: Classes;
  readonly view: PictureView;
  readonly hasMore: boolean;
  readonly onNearEnd: () => void;
  readonly onChanged: (ids: readonly string[]) => void;
  readonly onLabel: (id: string) => void;
  readonly onDetails: (id: string) => void;
  readonly onShow: (items: readonly Item[]) => void;
  /** Stands where there is no picture. */
  readonly empty: ReactNode;
}

/** What is chosen belongs to the list in which it was chosen. */
const useSelection = (filter: string) => {
  const [{ of, selection }, set] = useState({ of: filter, selection: nothing });
  const select = useCallback(
    (change: (was: Selection) => Selection) =>
      set((was) => ({ of: filter, selection: change(was.of === filter ? was.selection : nothing) })),
    [filter],
  );
  return [of === filter ? selection : nothing, select] as const;
};

/** The buttons that began a change are gone when it ends: whoever works by keys goes on in the grid. */
const useFocusAfter = (running: boolean | undefined): void => {
  useEffect(() => {
    if (running !== false || document.activeElement !== document.body) return;
    document
      .querySelector<HTMLElement>('[role="grid"] [role="gridcell"][tabindex="0"]')
      ?.focus({ preventScroll: true });
  }, [running]);
};

/** The grid, with what can be done to the pictures that are chosen in it. */
export const ChangingPictures = ({ items, view, onChanged, onShow, empty, ...grid }: Props) => {
  const { dataset } = useShownDataset();
  const mayLabel = usePermissions()('datasets:label') && dataset.status !== 'archived';
  const [selection, select] = useSelection(filterOf(view));
  const bulk = useBulk(dataset.id, onChanged);
  const running = bulk.state?.running;
  useFocusAfter(running);
  const chosen = [...selection.chosen.values()];
  const choosing = mayLabel && chosen.length > 0 && running !== true;
  const run = (action: BulkAction): void => {
    select(() => nothing);
    bulk.run(action, chosen);
  };
  return (
    <>
      {items.length === 0 ? (
        empty
      ) : (
        <PictureGrid {...grid} items={items} size={sizeOf(view)} selection={selection} onSelect={select} />
      )}
      {choosing && (
        <BulkBar
          chosen={chosen}
          shown={items.length}
          onRun={run}
          onAll={() => select(() => all(items))}
          onNone={() => select(() => nothing)}
        />
      )}
      {bulk.state && !choosing && (
        <BulkOutcome
          state={bulk.state}
          onStop={bulk.stop}
          onUndo={bulk.undo}
          onShow={onShow}
          onClose={bulk.forget}
        />
      )}
    </>
  );
};
