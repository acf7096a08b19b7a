import type { Item, ItemOutcome } from '@tutti/contracts/datasets';
import { sendItemBatch, sendItemCommand } from '../../../../api/items';
import { ProblemError } from '../../../../api/problem-error';
import { paired, perRequest, type BulkResult, type Done } from './run-bulk';
import type { Undoing } from './undo';

interface Host {
  readonly datasetId: string;
  readonly onProgress: (done: readonly Done[]) => void;
  readonly isStopped: () => boolean;
}

/** Items that are brought back side by side. */
const atOnce = 6;

const outcomeOf = (item: Item): ItemOutcome => ({
  id: item.id,
  outcome: 'changed',
  version: item.version,
  problem: null,
});

/** A refusal is an outcome; anything else ends the whole. */
const refusal = (id: string, error: unknown): ItemOutcome => {
  if (!(error instanceof ProblemError) || error.problem.status >= 500) throw error;
  const { code, title, detail = '' } = error.problem;
  return { id, outcome: 'refused', version: null, problem: { code, title, detail } };
};

const undoOne = async ({ before, version, commands }: Undoing): Promise<Done> => {
  let now: Pick<Item, 'id' | 'version'> = { id: before.id, version };
  try {
    let item = before;
    for (const command of commands) now = item = await sendItemCommand(now, command);
    return { before, outcome: outcomeOf(item) };
  } catch (error) {
    return { before, outcome: refusal(before.id, error) };
  }
};

const undoPart = async (part: readonly Undoing[]): Promise<readonly Done[]> => {
  const waiting = [...part];
  const done: Done[] = [];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) done.push(await undoOne(next));
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return done;
};

/** What the server takes as a batch: the same for all of them. */
const batchable = ['withdraw', 'restore'] as const;
type Batchable = (typeof batchable)[number];

const isOnly = ({ commands: [first, ...more] }: Undoing, type: Batchable): boolean =>
  first?.type === type && more.length === 0;

const batch =
  (datasetId: string, action: Batchable) =>
  async (part: readonly Undoing[]): Promise<readonly Done[]> => {
    const items = part.map(({ before: { id }, version }) => ({ id, version }));
    return paired(
      part.map(({ before }) => before),
      await sendItemBatch(datasetId, { action, items }),
    );
  };

/** Brings items back to what they were: in batches where all need the same, each by itself where labels return. */
export const runUndo = async (
  all: readonly Undoing[],
  { datasetId, onProgress, isStopped }: Host,
): Promise<BulkResult> => {
  const done: Done[] = [];
  const alone = all.filter((one) => !batchable.some((type) => isOnly(one, type)));
  const groups = [
    ...batchable.map((type) => [all.filter((one) => isOnly(one, type)), batch(datasetId, type)] as const),
    [alone, undoPart] as const,
  ];
  try {
    for (const [items, undo] of groups)
      for (let from = 0; from < items.length && !isStopped(); from += perRequest) {
        done.push(...(await undo(items.slice(from, from + perRequest))));
        onProgress(done);
      }
  } catch (error) {
    return { done, error };
  }
  return { done };
};
