import type { ItemBatch, ItemOutcome } from '@tutti/contracts/datasets';
import type { HandleOptions } from '@tutti/event-store';
import { DomainError } from '@tutti/kernel';
import type { ItemDesk, Wish } from './item-desk';
import type { LabelRules } from './label-rules.decider';

/** Items that are changed side by side: the log takes more, people who label one by one want their share. */
const atOnce = 16;

export interface BatchResult {
  readonly items: readonly ItemOutcome[];
  /** Of the newest commit. */
  readonly position: number;
}

const wishOf = (batch: ItemBatch): Wish => {
  switch (batch.action) {
    case 'label':
      return { type: 'LabelItem', label: batch.label, by: 'person', reason: batch.reason };
    case 'accept':
      return { type: 'AcceptPrediction' };
    case 'withdraw':
      return { type: 'WithdrawLabel', reason: batch.reason };
    case 'exclude':
      return { type: 'ExcludeItem', reason: batch.reason };
    case 'restore':
      return { type: 'RestoreItem' };
  }
};

const refusal = (id: string, { code, title, message: detail }: DomainError): ItemOutcome => ({
  id,
  outcome: 'refused',
  version: null,
  problem: { code, title, detail },
});

/** The same change to many items of one dataset, each by itself: one that is refused keeps no other one back. */
export class ItemBatches {
  constructor(private readonly desk: ItemDesk) {}

  async run(datasetId: string, batch: ItemBatch, options: HandleOptions): Promise<BatchResult> {
    const rules = await this.desk.rules(datasetId);
    const wish = wishOf(batch);
    const outcomes = new Map<string, ItemOutcome>();
    let position = 0;
    const waiting = [...new Map(batch.items.map((one) => [one.id, one])).values()];
    const work = async (): Promise<void> => {
      for (let next = waiting.pop(); next; next = waiting.pop()) {
        const done = await this.#change(datasetId, next, wish, { ...options, rules });
        outcomes.set(next.id, done.outcome);
        position = Math.max(position, done.position);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    return { items: batch.items.flatMap(({ id }) => outcomes.get(id) ?? []), position };
  }

  async #change(
    datasetId: string,
    { id, version: expectedVersion }: ItemBatch['items'][number],
    wish: Wish,
    { rules, ...options }: HandleOptions & { readonly rules: LabelRules },
  ): Promise<{ readonly outcome: ItemOutcome; readonly position: number }> {
    try {
      await this.desk.assertOf(id, datasetId);
      const handled = await this.desk.changeBy(id, wish, rules, { ...options, expectedVersion });
      const { position, version, appended } = handled;
      const outcome = appended ? 'changed' : 'unchanged';
      return { outcome: { id, outcome, version, problem: null }, position };
    } catch (error) {
      // Whether it was taken is not known then: the whole batch is to be asked for again.
      if (!(error instanceof DomainError) || error.kind === 'unavailable') throw error;
      return { outcome: refusal(id, error), position: 0 };
    }
  }
}
