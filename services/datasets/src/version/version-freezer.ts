import { usualShares, type FreezeVersion, type SplitRule } from '@tutti/contracts/datasets';
import type { Aggregates, Handled, HandleOptions } from '@tutti/event-store';
import { changeable, refused } from '../dataset/dataset-refusal.decider';
import { datasetDecider } from '../dataset/dataset.decider';
import type { DatasetState } from '../dataset/dataset.state';
import { labelSchemaDecider, noSuchSchema } from '../label-schema/label-schema.decider';
import type { Projections } from '../open-projections';
import { assignSplits } from './assign-splits';
import { frozenItems, type FrozenItem } from './frozen-items';
import type { ManifestHead } from './manifest';
import { countItem, emptyCounts, writeManifest, type ManifestParts } from './write-manifest';

interface FreezerParts extends ManifestParts {
  readonly aggregates: Aggregates;
  readonly projections: Pick<Projections, 'items'>;
}

export interface Frozen extends Handled<DatasetState> {
  /** Of the content. */
  readonly contentDigest: string;
}

/** With fewer, a part would often get no picture at all. */
const devicesToGroup = 10;

const ruleOf = (asked: FreezeVersion, items: readonly FrozenItem[]): SplitRule => {
  const { shuffle = 0, shares = usualShares, keepGiven = true } = asked;
  const devices = new Set(items.flatMap(({ deviceId }) => deviceId ?? []));
  const { groupByDevice = devices.size >= devicesToGroup } = asked;
  return { shuffle, shares, groupByDevice, keepGiven };
};

/** Freezes what is labelled: for ever the same bytes, whatever happens to the dataset. */
export class VersionFreezer {
  constructor(private readonly parts: FreezerParts) {}

  /** All that was acknowledged before is in it. Throws `dataset-version.nothing-labelled`. */
  async freeze(datasetId: string, asked: FreezeVersion, options: HandleOptions): Promise<Frozen> {
    const { aggregates, database, log, projections } = this.parts;
    const { head, classes } = await this.#head(datasetId);
    await projections.items.waitFor(await log.lastPosition(['evt.datasets.item.*']));
    const { position, items } = await frozenItems(database, datasetId, classes);
    if (items.length === 0)
      throw refused('dataset-version.nothing-labelled', 'Label some of its items first.');
    const rule = ruleOf(asked, items);
    const splits = assignSplits(items, rule);
    const counts = emptyCounts();
    for (const item of items) countItem(counts, item, splits.get(item.id) ?? 'train');
    const { digest, blob } = await writeManifest(this.parts, { head, items, splits, position });
    const { note } = asked;
    const command = {
      type: 'FreezeVersion',
      digest,
      manifest: { digest: blob.sha256, bytes: blob.size },
      labelSchemaId: head.labelSchemaId,
      schemaVersion: head.schemaVersion,
      rule,
      counts,
      position,
      ...(note === undefined ? {} : { note }),
    } as const;
    const handled = await aggregates.handle(datasetDecider, datasetId, command, options);
    return { ...handled, contentDigest: digest };
  }

  async #head(datasetId: string) {
    const { aggregates } = this.parts;
    const { task, labelSchemaId } = changeable((await aggregates.load(datasetDecider, datasetId)).state);
    const { state, version: schemaVersion } = await aggregates.load(labelSchemaDecider, labelSchemaId);
    if (state.status === 'initial') throw noSuchSchema();
    const classes = state.classes.map(({ key, id, name }) => ({ key, id, name }));
    const head: ManifestHead = {
      format: 'tutti-dataset/1',
      datasetId,
      task,
      labelSchemaId,
      schemaVersion,
      classes,
    };
    return { head, classes: state.classes };
  }
}
