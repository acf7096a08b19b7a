import type { Aggregates, EventLog } from '@tutti/event-store';
import type { EffectContext } from '@tutti/runtime';
import { existing } from '../dataset/dataset-refusal.decider';
import { datasetDecider, type DatasetCommand } from '../dataset/dataset.decider';
import { outcomeOf } from '../import/import-outcome';
import type { Projections } from '../open-projections';
import { untilSeen } from '../storage/until-seen';
import type { DatasetVersionRow } from './dataset-version-list.projection';
import { noSuchVersion, type DatasetVersionView } from './dataset-version.view';
import type { ProvideVersion } from './provide-versions.process';
import type { VersionFreezer } from './version-freezer';

interface Dependencies {
  readonly aggregates: Aggregates;
  readonly log: EventLog;
  readonly projections: Pick<Projections, 'items' | 'versions'>;
  readonly freezer: VersionFreezer;
  readonly versionView: DatasetVersionView;
}

type Asked = Pick<ProvideVersion, 'datasetId' | 'version'>;

const found = async (
  { aggregates, projections, versionView }: Dependencies,
  { datasetId, version = 0 }: Asked,
  { signal }: EffectContext,
): Promise<DatasetVersionRow | undefined> => {
  const { state, position } = await aggregates.load(datasetDecider, datasetId);
  if (version > existing(state).versions.length) throw noSuchVersion();
  await untilSeen(projections.versions, position, signal);
  return versionView.find(datasetId, version, position);
};

/** What is acknowledged by now is in it. The same content is the version that there is: a repetition does no harm. */
const frozen = async (
  { log, projections, freezer, versionView }: Dependencies,
  { datasetId }: Asked,
  { metadata, signal }: EffectContext,
): Promise<DatasetVersionRow | undefined> => {
  await untilSeen(projections.items, await log.lastPosition(['evt.datasets.item.*']), signal);
  const { contentDigest, position } = await freezer.freeze(datasetId, { note: 'For a run' }, { metadata });
  await untilSeen(projections.versions, position, signal);
  return versionView.made(datasetId, contentDigest, position);
};

/** Answers a run on the dataset that it asked for, once: with a version, or with why there is none. */
export const provideVersion =
  (parts: Dependencies) =>
  async ({ runId, ...asked }: ProvideVersion, context: EffectContext): Promise<void> => {
    const { id: commandId, metadata } = context;
    const answer = (command: DatasetCommand) =>
      parts.aggregates.handle(datasetDecider, asked.datasetId, command, { commandId, metadata });
    try {
      const row = await (asked.version === undefined ? frozen : found)(parts, asked, context);
      if (!row) throw noSuchVersion();
      const { number: version, digest, manifestDigest, manifestBytes, counts } = row;
      const manifest = { digest: manifestDigest, bytes: manifestBytes };
      await answer({ type: 'ProvideVersion', runId, version, digest, manifest, items: counts.items });
    } catch (error) {
      const outcome = outcomeOf(error, 0);
      if (outcome?.kind !== 'failed') throw error;
      await answer({ type: 'RefuseVersion', runId, code: outcome.code, message: outcome.message });
    }
  };
