import { useRef, useState } from 'react';
import type { Item } from '@tutti/contracts/datasets';
import { sendItemBatch, sendItemCommand } from '../../../../api/items';
import { runBulk, type BulkAction, type BulkHost, type BulkResult, type Done } from './run-bulk';
import { runUndo } from './run-undo';
import { undoOf, type Undoing } from './undo';

export type BulkKind = BulkAction['action'] | 'undo';

/** A change of many items, while it runs and after. */
export interface BulkState {
  readonly kind: BulkKind;
  readonly total: number;
  readonly done: readonly Done[];
  readonly running: boolean;
  readonly stopped: boolean;
  readonly error: unknown;
}

interface Bulk {
  readonly state: BulkState | undefined;
  readonly run: (action: BulkAction, items: readonly Item[]) => void;
  /** Present where there is something to undo. */
  readonly undo: (() => void) | undefined;
  readonly stop: () => void;
  readonly forget: () => void;
}

/** Changes many items of a dataset, tells how far it is, and undoes it. `onChanged` hears of every part. */
export const useBulk = (datasetId: string, onChanged: (ids: readonly string[]) => void): Bulk => {
  const [state, setState] = useState<BulkState>();
  const stopped = useRef(false);
  const begin = async (
    kind: BulkKind,
    total: number,
    work: (host: BulkHost) => Promise<BulkResult>,
  ): Promise<void> => {
    stopped.current = false;
    const now = { kind, total, done: [], running: true, stopped: false, error: undefined };
    let told = 0;
    const onProgress = (done: readonly Done[]): void => {
      onChanged(done.slice(told).map(({ before }) => before.id));
      told = done.length;
      setState({ ...now, done: [...done] });
    };
    setState(now);
    const { done, error, unsure } = await work({
      send: (batch) => sendItemBatch(datasetId, batch),
      onProgress,
      isStopped: () => stopped.current,
    });
    if (unsure) onChanged(unsure);
    setState({ ...now, done, running: false, stopped: stopped.current && done.length < total, error });
  };
  const run = (action: BulkAction, items: readonly Item[]): void =>
    void begin(action.action, items.length, (host) => runBulk(action, items, host));
  const undoing: readonly Undoing[] =
    state && !state.running && state.kind !== 'undo' ? undoOf(state.kind, state.done) : [];
  const undo = (): void =>
    void begin('undo', undoing.length, (host) => runUndo(undoing, { ...host, sendOne: sendItemCommand }));
  return {
    state,
    run,
    undo: undoing.length > 0 ? undo : undefined,
    stop: () => {
      stopped.current = true;
    },
    forget: () => setState(undefined),
  };
};
