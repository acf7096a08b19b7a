import { commonErrors } from '@tutti/contracts/common';
import type { FreezeVersion } from '@tutti/contracts/datasets';
import type { Aggregates, Handled, HandleOptions } from '@tutti/event-store';
import { DomainError } from '@tutti/kernel';
import { changeable, refused } from '../dataset/dataset-refusal.decider';
import { datasetDecider } from '../dataset/dataset.decider';
import type { DatasetState } from '../dataset/dataset.state';
import { labelSchemaDecider, noSuchSchema } from '../label-schema/label-schema.decider';
import type { Projections } from '../open-projections';
import { assignSplits, type Parts } from './assign-splits';
import { frozenItems } from './frozen-items';
import { keptParts } from './kept-parts';
import type { ManifestHead } from './manifest';
import { ruleOf, type Before } from './split-rule';
import { countItem, emptyCounts, writeManifest, type ManifestParts } from './write-manifest';

interface FreezerParts extends ManifestParts {
  readonly aggregates: Aggregates;
  readonly projections: Pick<Projections, 'items'>;
}

export interface Frozen extends Handled<DatasetState> {
  /** Of the content. */
  readonly contentDigest: string;
}

const noParts: Parts = new Map();

const isBusy = (error: unknown): boolean =>
  error instanceof DomainError && error.code === commonErrors['aggregate.busy'].code;

/** How often a version is made anew because another one was frozen meanwhile. */
const attempts = 3;

/** Freezes what is labelled: for ever the same bytes, whatever happens to the dataset. */
export class VersionFreezer {
  constructor(private readonly parts: FreezerParts) {}

  /**
   * All that was acknowledged before is in it. Throws `dataset-version.nothing-labelled`, and `item.picture-gone` where the
   * version is lost whose parts are to be kept.
   */
  async freeze(datasetId: string, asked: FreezeVersion, options: HandleOptions): Promise<Frozen> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#freeze(datasetId, asked, options);
      } catch (error) {
        if (!isBusy(error) || attempt === attempts) throw error;
      }
    }
  }

  async #freeze(datasetId: string, asked: FreezeVersion, options: HandleOptions): Promise<Frozen> {
    const { aggregates, blobs, database, log, projections } = this.parts;
    const { head, classes, seen, before } = await this.#head(datasetId);
    await projections.items.waitFor(await log.lastPosition(['evt.datasets.item.*']));
    const { position, items } = await frozenItems(database, datasetId, classes);
    if (items.length === 0)
      throw refused('dataset-version.nothing-labelled', 'Label some of its items first.');
    const rule = ruleOf(asked, items, before);
    const kept = before && rule.keptFrom ? await keptParts(blobs, before.manifest, items) : noParts;
    const splits = assignSplits(items, rule, kept);
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
      seen,
      ...(note === undefined ? {} : { note }),
    } as const;
    const handled = await aggregates.handle(datasetDecider, datasetId, command, options);
    return { ...handled, contentDigest: digest };
  }

  async #head(datasetId: string) {
    const { aggregates } = this.parts;
    const dataset = changeable((await aggregates.load(datasetDecider, datasetId)).state);
    const { task, labelSchemaId, latest } = dataset;
    const seen = dataset.versions.length;
    const before: Before | undefined = latest && { ...latest, number: seen };
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
    return { head, classes: state.classes, seen, before };
  }
}
