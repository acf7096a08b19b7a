import type { ImportSource } from '@tutti/contracts/datasets';
import { Uploads } from '@tutti/service-kit';
import { existing } from '../dataset/dataset-refusal.decider';
import { datasetDecider } from '../dataset/dataset.decider';
import type { ItemDesk } from '../item/item-desk';
import { blobNamespace, type PictureIntake } from '../item/picture-intake';
import type { Foundation } from '../open-datasets';
import { addClasses } from './add-classes';
import { adoptImports } from './adopt-imports';
import { ArchiveReader } from './archive-reader';
import { ImportDesk } from './import-desk';
import { ImportEnder } from './import-ender';
import type { ImportJobRow } from './import-job.table';
import { ImportJobs } from './import-jobs';
import type { OpenReader } from './import-reader';
import { ImportRunner } from './import-runner';
import { uploadsPath } from './uploads.routes';

interface Desks {
  readonly items: ItemDesk;
  readonly intake: PictureIntake;
}

type Readers = Partial<Readonly<Record<ImportSource['kind'], OpenReader>>>;

/** Sources that the runner reads; a kind that has none cannot be started. */
const readersOf = ({ blobs }: Foundation, { items }: Desks): Readers => ({
  archive: async ({ id: importId, datasetId, source }) => {
    if (source.kind !== 'archive') throw new Error(`${importId} is no archive`);
    return ArchiveReader.open({ blobs, importId, source, rules: await items.rules(datasetId) });
  },
});

const addTo =
  ({ aggregates }: Foundation): ConstructorParameters<typeof ImportRunner>[0]['addClasses'] =>
  async ({ id: importId, datasetId, startedBy }, missing) => {
    const { labelSchemaId: schemaId } = existing((await aggregates.load(datasetDecider, datasetId)).state);
    const metadata = { correlationId: importId, authId: startedBy ?? 'system' };
    await addClasses(aggregates, { schemaId, missing, importId, metadata });
  };

/** Everything about imports: their doors, and the runner that does their work. */
export const openImports = (base: Foundation, desks: Desks) => {
  const { database, clock, blobs, uploadBytes, importIdleMs } = base;
  const jobs = new ImportJobs(database, clock);
  const ender = new ImportEnder({ ...base, jobs });
  const readers = readersOf(base, desks);
  const openReader = async (job: ImportJobRow) => {
    const open = readers[job.kind];
    if (!open) throw new Error(`Nothing reads ${job.kind}`);
    return open(job);
  };
  const importRunner = new ImportRunner({
    ...base,
    ...desks,
    jobs,
    ender,
    openReader,
    addClasses: addTo(base),
    adopt: () => adoptImports({ ...base, jobs }),
    idleMs: importIdleMs,
  });
  const uploads = new Uploads({
    blobs,
    namespace: blobNamespace,
    maxBytes: uploadBytes,
    path: `/${uploadsPath}`,
  });
  const kinds = new Set<ImportSource['kind']>([
    'upload',
    ...(Object.keys(readers) as ImportSource['kind'][]),
  ]);
  const wake = (): void => importRunner.wake();
  const imports = new ImportDesk({ ...base, ...desks, uploads, jobs, ender, kinds, wake });
  return { uploads, imports, importJobs: jobs, importRunner };
};
