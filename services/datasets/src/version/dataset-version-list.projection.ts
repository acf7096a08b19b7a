import type { DatasetEvent, SplitRule, VersionCounts } from '@tutti/contracts/datasets';
import type { Projection, Recorded } from '@tutti/kernel';

export interface DatasetVersionRow {
  readonly id: string;
  readonly datasetId: string;
  readonly number: number;
  readonly digest: string;
  readonly manifestDigest: string;
  readonly manifestBytes: number;
  readonly labelSchemaId: string;
  readonly schemaVersion: number;
  readonly rule: SplitRule;
  readonly counts: VersionCounts;
  readonly position: number;
  /** Of the event itself. */
  readonly commitPosition: number;
  readonly note: string | null;
  readonly frozenBy: string | null;
  /** Milliseconds since 1970. */
  readonly frozenAt: number;
}

type Frozen = Extract<DatasetEvent, { type: 'DatasetVersionFrozen' }>;

const keyOf = ({ aggregateId, event }: Recorded<Frozen>): string => `${aggregateId}.${event.data.version}`;

const project = (
  _: DatasetVersionRow | undefined,
  recorded: Recorded<Frozen>,
): DatasetVersionRow | undefined => {
  const { version: number, manifest, note = null, ...data } = recorded.event.data;
  return {
    ...data,
    id: keyOf(recorded),
    datasetId: recorded.aggregateId,
    number,
    manifestDigest: manifest.digest,
    manifestBytes: manifest.bytes,
    commitPosition: recorded.position,
    note,
    frozenBy: recorded.metadata.authId ?? null,
    frozenAt: recorded.time.getTime(),
  };
};

export const datasetVersionListProjection: Projection<DatasetVersionRow, Frozen> = {
  name: 'dataset-version-list',
  version: 1,
  subjects: ['evt.datasets.dataset.*'],
  handles: ['DatasetVersionFrozen'],
  key: keyOf,
  project,
};
