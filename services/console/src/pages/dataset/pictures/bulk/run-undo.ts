import type { Item, ItemOutcome } from '@tutti/contracts/datasets';
import type { sendItemCommand } from '../../../../api/items';
import { ProblemError } from '../../../../api/problem-error';
import { paired, perRequest, type BulkHost, type BulkResult, type Done } from './run-bulk';
import type { Undoing } from './undo';

interface Host extends BulkHost {
  readonly sendOne: typeof sendItemCommand;
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

const undoOne = async ({ before, version, commands }: Undoing, sendOne: Host['sendOne']): Promise<Done> => {
  let now: Pick<Item, 'id' | 'version'> = { id: before.id, version };
  try {
    let item = before;
    for (const command of commands) now = item = await sendOne(now, command);
    return { before, outcome: outcomeOf(item) };
  } catch (error) {
    return { before, outcome: refusal(before.id, error) };
  }
};

type UndoPart = (part: readonly Undoing[], host: Host) => Promise<BulkResult>;

/** After a failure no further one begins; what is on its way is waited for. */
const eachAlone: UndoPart = async (part, { sendOne }) => {
  const waiting = [...part];
  const done: Done[] = [];
  const failed: { readonly id: string; readonly error: unknown }[] = [];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next && failed.length === 0; next = waiting.shift())
      try {
        done.push(await undoOne(next, sendOne));
      } catch (error) {
        failed.push({ id: next.before.id, error });
      }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  const [first] = failed;
  return first ? { done, error: first.error, unsure: failed.map(({ id }) => id) } : { done };
};

/** What the server takes as a batch: the same for all of them. */
const batchable = ['withdraw', 'restore'] as const;
type Batchable = (typeof batchable)[number];

const isOnly = ({ commands: [first, ...more] }: Undoing, type: Batchable): boolean =>
  first?.type === type && more.length === 0;

const together =
  (action: Batchable): UndoPart =>
  async (part, { send }) => {
    const items = part.map(({ before: { id }, version }) => ({ id, version }));
    const before = part.map((one) => one.before);
    try {
      return { done: paired(before, await send({ action, items })) };
    } catch (error) {
      return { done: [], error, unsure: items.map(({ id }) => id) };
    }
  };

/** Brings items back to what they were: in batches where all need the same, each by itself where labels return. */
export const runUndo = async (all: readonly Undoing[], host: Host): Promise<BulkResult> => {
  const done: Done[] = [];
  const alone = all.filter((one) => !batchable.some((type) => isOnly(one, type)));
  const groups = [
    ...batchable.map((type) => [all.filter((one) => isOnly(one, type)), together(type)] as const),
    [alone, eachAlone] as const,
  ];
  for (const [items, undo] of groups)
    for (let from = 0; from < items.length && !host.isStopped(); from += perRequest) {
      const part = await undo(items.slice(from, from + perRequest), host);
      done.push(...part.done);
      host.onProgress(done);
      if (part.unsure) return { ...part, done };
    }
  return { done };
};
