import { isSameLabel, type ItemEvent, type LabelItem, type ReviewVerdict } from '@tutti/contracts/datasets';
import {
  subjectOf,
  type Aggregates,
  type EventLog,
  type Handled,
  type HandleOptions,
} from '@tutti/event-store';
import { changeable, refused } from '../dataset/dataset-refusal.decider';
import { datasetDecider } from '../dataset/dataset.decider';
import { labelSchemaDecider, noSuchSchema } from '../label-schema/label-schema.decider';
import { itemDecider, noSuchItem, type ItemCommand } from './item.decider';
import type { ItemState, KnownItem } from './item.state';
import { orConflict } from './label-conflict';
import type { LabelRules } from './label-rules.decider';

export type HandledItem = Handled<ItemState>;

interface Dependencies {
  readonly aggregates: Aggregates;
  readonly log: EventLog;
}

/** A command without what is looked up for it. */
export type Wish =
  | ({ readonly type: 'LabelItem' } & LabelItem)
  | { readonly type: 'AcceptPrediction' }
  | { readonly type: 'ReviewLabel'; readonly verdict: ReviewVerdict; readonly reason?: string | undefined }
  | Extract<ItemCommand, { readonly type: 'WithdrawLabel' | 'ExcludeItem' | 'RestoreItem' }>;

/** Commands of people to items. Their dataset must not be archived. */
export class ItemDesk {
  constructor(private readonly parts: Dependencies) {}

  /** What the labels of a dataset are measured against now. Throws where the dataset cannot be changed. */
  async rules(datasetId: string): Promise<LabelRules> {
    const { aggregates } = this.parts;
    const { task, labelSchemaId } = changeable((await aggregates.load(datasetDecider, datasetId)).state);
    const { state, version } = await aggregates.load(labelSchemaDecider, labelSchemaId);
    if (state.status === 'initial') throw noSuchSchema();
    return { task, schemaVersion: version, classes: state.classes };
  }

  async change(id: string, wish: Wish, options: HandleOptions): Promise<HandledItem> {
    const { datasetId } = await this.#known(id);
    return this.changeBy(id, wish, await this.rules(datasetId), options);
  }

  /** For many items of one dataset: its rules are looked up once. */
  async changeBy(id: string, wish: Wish, rules: LabelRules, options: HandleOptions): Promise<HandledItem> {
    const { aggregates, log } = this.parts;
    if (wish.type === 'LabelItem' && wish.restores !== undefined) await this.#assertStated(id, wish);
    return orConflict({ log, id, seen: options.expectedVersion }, () =>
      aggregates.handle(itemDecider, id, commandOf(wish, rules), options),
    );
  }

  /** That an item belongs to a dataset, before many are changed by the dataset's rules. */
  async assertOf(id: string, datasetId: string): Promise<void> {
    if ((await this.#known(id)).datasetId !== datasetId) throw noSuchItem();
  }

  async #known(id: string): Promise<KnownItem> {
    const { aggregates } = this.parts;
    // Which dataset an item is of never changes.
    const { state } = await aggregates.load(itemDecider, id, { confirmed: false });
    const known = state.status === 'known' ? state : (await aggregates.load(itemDecider, id)).state;
    if (known.status === 'initial') throw noSuchItem();
    return known;
  }

  /** Whoever brings a label back names the version that stated it. */
  async #assertStated(id: string, { label, restores }: LabelItem): Promise<void> {
    const commits = await this.parts.log.loadConfirmed(subjectOf('datasets', 'item', id), 0);
    const event = commits
      .flatMap(({ events }) => events)
      .find(({ aggregateVersion }) => aggregateVersion === restores)?.event as ItemEvent | undefined;
    if (event?.type !== 'ItemLabelled' || !isSameLabel(event.data.label, label))
      throw refused('item.label-unfit', `Version ${restores} of the item did not state this label.`);
  }
}

const commandOf = (wish: Wish, rules: LabelRules): ItemCommand =>
  wish.type === 'LabelItem' || wish.type === 'AcceptPrediction' || wish.type === 'ReviewLabel'
    ? { ...wish, rules }
    : wish;
