import type { Item, ItemBatch, ItemOutcome, Label } from '@tutti/contracts/datasets';

/** What can be done to many items at once. */
export type BulkAction =
  | { readonly action: 'label'; readonly label: Label }
  | { readonly action: 'accept' }
  | { readonly action: 'withdraw' }
  | { readonly action: 'exclude'; readonly reason?: string }
  | { readonly action: 'restore' };

/** What became of one item. */
export interface Done {
  readonly before: Item;
  readonly outcome: ItemOutcome;
}

export interface BulkResult {
  readonly done: readonly Done[];
  /** Why it ended before its end; what came before has happened. */
  readonly error?: unknown;
  /** Sent, and no answer came: they may be changed. */
  readonly unsure?: readonly string[];
}

/** Few enough that progress is seen; the server takes 500. */
export const perRequest = 100;

export interface BulkHost {
  readonly send: (batch: ItemBatch) => Promise<readonly ItemOutcome[]>;
  readonly onProgress: (done: readonly Done[]) => void;
  readonly isStopped: () => boolean;
}

/** Items with what became of them. */
export const paired = (items: readonly Item[], outcomes: readonly ItemOutcome[]): readonly Done[] => {
  const of = new Map(outcomes.map((outcome) => [outcome.id, outcome]));
  return items.flatMap((before) => {
    const outcome = of.get(before.id);
    return outcome ? [{ before, outcome }] : [];
  });
};

/** The same change to many items, a few at a time. Each is changed as of the version that was seen. */
export const runBulk = async (
  action: BulkAction,
  items: readonly Item[],
  { send, onProgress, isStopped }: BulkHost,
): Promise<BulkResult> => {
  const done: Done[] = [];
  for (let from = 0; from < items.length && !isStopped(); from += perRequest) {
    const part = items.slice(from, from + perRequest);
    try {
      const outcomes = await send({ ...action, items: part.map(({ id, version }) => ({ id, version })) });
      done.push(...paired(part, outcomes));
    } catch (error) {
      return { done, error, unsure: part.map(({ id }) => id) };
    }
    onProgress(done);
  }
  return { done };
};

/** Refused items by the reason. */
export interface Refusals {
  readonly code: string;
  readonly title: string;
  readonly items: readonly Item[];
}

export const refusalsOf = (done: readonly Done[]): readonly Refusals[] => {
  const by = new Map<string, { readonly title: string; readonly items: Item[] }>();
  for (const { before, outcome } of done) {
    if (!outcome.problem) continue;
    const { code, title } = outcome.problem;
    const known = by.get(code) ?? { title, items: [] };
    known.items.push(before);
    by.set(code, known);
  }
  return [...by].map(([code, of]) => ({ code, ...of }));
};

export const countOf = (done: readonly Done[], outcome: ItemOutcome['outcome']): number =>
  done.filter((one) => one.outcome.outcome === outcome).length;
