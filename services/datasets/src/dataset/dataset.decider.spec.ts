import { datasetErrors, usualShares, type DatasetEvent, type ImportCounts } from '@tutti/contracts/datasets';
import { given } from '@tutti/testing';
import { afterAll, describe, expect, test } from 'vitest';
import { datasetDecider, type DatasetCommand } from './dataset.decider';
import { mostImports, type EndImport } from './import.decider';

const labelSchemaId = '0191e5a0-0000-7000-8000-000000000001';
const importId = (n: number): string => `0191e5a0-0000-7000-8000-0000000001${String(n).padStart(2, '0')}`;
const digest = (of: string): string => of.repeat(64);

const facts = {
  name: 'Lids',
  task: 'image-classification',
  labelSchemaId,
  description: 'From line 3',
  tags: { line: '3' },
  minimumPerClass: 10,
} as const;
const created: DatasetEvent = { type: 'DatasetCreated', data: facts };
const create: DatasetCommand = { type: 'CreateDataset', ...facts };
const archived: DatasetEvent = { type: 'DatasetArchived', data: {} };
const purged: DatasetEvent = { type: 'DatasetPurged', data: {} };
const started = (n = 1): DatasetEvent => ({
  type: 'ImportStarted',
  data: { importId: importId(n), source: { kind: 'upload' } },
});
const start = (n = 1): DatasetCommand => ({
  type: 'StartImport',
  importId: importId(n),
  source: { kind: 'upload' },
});
const counts: ImportCounts = { added: 3, known: 1, labelled: 0, refused: 1 };
const report = { digest: digest('e'), bytes: 12 };
const end = (outcome: EndImport['outcome'], n = 1): DatasetCommand => ({
  type: 'EndImport',
  importId: importId(n),
  counts,
  report,
  outcome,
});
const content = {
  digest: digest('a'),
  manifest: { digest: digest('b'), bytes: 100 },
  labelSchemaId,
  schemaVersion: 1,
  rule: { shuffle: 7, shares: usualShares, groupByDevice: true, keepGiven: true },
  counts: { items: 2, splits: { train: 2 }, classes: { train: { ok: 2 } } },
  position: 12,
} as const;
const freeze: DatasetCommand = { type: 'FreezeVersion', seen: 0, ...content };
const frozen = (version: number, of = content.digest): DatasetEvent => ({
  type: 'DatasetVersionFrozen',
  data: { ...content, digest: of, version },
});

const dataset = (...events: readonly DatasetEvent[]) => given(datasetDecider, ...events);

const refused = new Set<string>();
const refuses = (
  events: readonly DatasetEvent[],
  command: DatasetCommand,
  code: keyof typeof datasetErrors,
): void => {
  refused.add(code);
  dataset(...events)
    .when(command)
    .isRefused(code);
};

afterAll(() => {
  const mine = Object.keys(datasetErrors).filter((code) => /^(dataset|import|dataset-version)\./.test(code));
  expect([...refused].sort()).toEqual(mine.sort());
});

describe('a dataset', () => {
  test('is created once', () => {
    dataset().when(create).gives(created);
    refuses([created], create, 'dataset.already-created');
    refuses([created, archived, purged], create, 'dataset.already-created');
  });

  test('is described by what differs; null removes', () => {
    dataset(created)
      .when({ type: 'DescribeDataset', name: 'Lids', minimumPerClass: 20, tags: { line: '3' } })
      .gives({ type: 'DatasetDescribed', data: { minimumPerClass: 20 } });
    dataset(created)
      .when({ type: 'DescribeDataset', name: 'Caps', description: null, tags: {} })
      .gives({ type: 'DatasetDescribed', data: { name: 'Caps', description: null, tags: {} } });
    refuses([created], { type: 'DescribeDataset', name: 'Lids' }, 'dataset.nothing-changed');
    refuses([], { type: 'DescribeDataset', name: 'Lids' }, 'dataset.not-found');
  });

  test('takes the order of tags for no change', () => {
    const twice = { ...facts, tags: { a: '1', b: '2' } };
    refuses(
      [{ type: 'DatasetCreated', data: twice }],
      { type: 'DescribeDataset', tags: { b: '2', a: '1' } },
      'dataset.nothing-changed',
    );
  });

  test('that is archived changes no more, until it is restored', () => {
    dataset(created)
      .when({ type: 'ArchiveDataset', reason: 'Old' })
      .gives({ type: 'DatasetArchived', data: { reason: 'Old' } });
    for (const command of [
      { type: 'DescribeDataset', name: 'Caps' },
      { type: 'ArchiveDataset' },
      start(),
      freeze,
    ] satisfies DatasetCommand[])
      refuses([created, archived], command, 'dataset.archived');
    dataset(created, archived).when({ type: 'RestoreDataset' }).gives({ type: 'DatasetRestored', data: {} });
    refuses([created], { type: 'RestoreDataset' }, 'dataset.not-archived');
  });

  test('is purged when it is archived, and is gone then', () => {
    dataset(created, archived).when({ type: 'PurgeDataset' }).gives(purged);
    refuses([created], { type: 'PurgeDataset' }, 'dataset.not-archived');
    refuses([created, archived, purged], { type: 'RestoreDataset' }, 'dataset.not-found');
    refuses([created, archived, purged], { type: 'PurgeDataset' }, 'dataset.not-found');
  });
});

describe('an import', () => {
  test('starts once, and no more than a few run at a time', () => {
    dataset(created).when(start()).gives(started());
    refuses([created, started()], start(), 'import.already-started');
    const many = Array.from({ length: mostImports }, (_, n) => started(n + 1));
    refuses([created, ...many], start(50), 'import.too-many');
  });

  test('ends in one of three ways, once', () => {
    const data = { importId: importId(1), counts, report };
    dataset(created, started())
      .when(end({ kind: 'finished' }))
      .gives({ type: 'ImportFinished', data });
    dataset(created, started())
      .when(end({ kind: 'cancelled' }))
      .gives({ type: 'ImportCancelled', data });
    const failure = { code: 'archive.broken', message: 'The archive ends too early.' };
    dataset(created, started())
      .when(end({ kind: 'failed', ...failure }))
      .gives({ type: 'ImportFailed', data: { ...data, ...failure } });
    for (const type of ['ImportFinished', 'ImportCancelled'] as const)
      refuses([created, started(), { type, data }], end({ kind: 'finished' }), 'import.not-running');
    refuses([created], end({ kind: 'finished' }), 'import.not-running');
  });

  test('keeps its dataset from being archived while it runs', () => {
    refuses([created, started()], { type: 'ArchiveDataset' }, 'dataset.import-running');
    const data = { importId: importId(1), counts };
    dataset(created, started(), { type: 'ImportFinished', data })
      .when({ type: 'ArchiveDataset' })
      .gives(archived);
  });
});

describe('a version', () => {
  test('is numbered from 1; the same content is the version that there is', () => {
    dataset(created).when(freeze).gives(frozen(1));
    dataset(created, frozen(1)).when(freeze).gives();
    dataset(created, frozen(1), frozen(2, digest('c')))
      .when(freeze)
      .gives();
    dataset(created, frozen(1, digest('c')))
      .when({ ...freeze, seen: 1 })
      .gives(frozen(2));
  });

  test('whose parts go by an older version than the newest is made anew', () => {
    for (const seen of [0, 2])
      dataset(created, frozen(1, digest('c')))
        .when({ ...freeze, seen })
        .isRefused('aggregate.busy');
  });

  test('needs something in it', () => {
    refuses(
      [created],
      { ...freeze, counts: { items: 0, splits: {}, classes: {} } },
      'dataset-version.nothing-labelled',
    );
  });
});

describe('what a run learns from', () => {
  const runId = '0191e5a0-0000-7000-8000-000000000009';
  const { digest: content1, manifest } = content;
  const provided = { runId, version: 1, digest: content1, manifest, items: 2 };
  const refusal = { runId, code: 'dataset.not-found', message: 'No dataset has this id.' };

  test('is a version that there is, of an archived dataset too', () => {
    for (const more of [[], [archived]])
      dataset(created, frozen(1), ...more)
        .when({ type: 'ProvideVersion', ...provided })
        .gives({ type: 'DatasetVersionProvided', data: provided });
  });

  test('is no version that is not there, and nothing of a dataset that is gone', () => {
    refuses([created], { type: 'ProvideVersion', ...provided }, 'dataset-version.not-found');
    const other = { ...provided, digest: digest('c') };
    refuses([created, frozen(1)], { type: 'ProvideVersion', ...other }, 'dataset-version.not-found');
    const gone = [created, frozen(1), archived, purged];
    refuses(gone, { type: 'ProvideVersion', ...provided }, 'dataset.not-found');
  });

  test('is refused whatever there is, so that the run hears of it', () => {
    for (const events of [[], [created], [created, archived, purged]])
      dataset(...events)
        .when({ type: 'RefuseVersion', ...refusal })
        .gives({ type: 'DatasetVersionRefused', data: refusal });
  });

  test('leaves a dataset as it is: one that was asked for in vain can be created', () => {
    dataset({ type: 'DatasetVersionRefused', data: refusal }).when(create).gives(created);
    expect(dataset(created, { type: 'DatasetVersionRefused', data: refusal }).state).toEqual(
      dataset(created).state,
    );
  });
});
