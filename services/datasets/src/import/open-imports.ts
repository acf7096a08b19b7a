import type { StartImport } from '@tutti/contracts/datasets';
import { Uploads } from '@tutti/service-kit';
import { existing } from '../dataset/dataset-refusal.decider';
import { datasetDecider } from '../dataset/dataset.decider';
import type { FrameView } from '../frame/frame.view';
import type { ItemDesk } from '../item/item-desk';
import { blobNamespace, type PictureIntake } from '../item/picture-intake';
import type { Foundation } from '../open-datasets';
import { addClasses } from './add-classes';
import { adoptImports } from './adopt-imports';
import { ArchiveReader } from './archive-reader';
import { FramesReader } from './frames-reader';
import { ImportDesk } from './import-desk';
import { ImportEnder } from './import-ender';
import { ImportJobs } from './import-jobs';
import type { OpenReader } from './import-reader';
import { ImportRunner } from './import-runner';
import { uploadsPath } from './uploads.routes';

interface Desks {
  readonly frameView: FrameView;
  readonly items: ItemDesk;
  readonly intake: PictureIntake;
}

/** The source of an import; what is sent picture by picture is nobody's to read. */
const readerOf =
  ({ blobs }: Foundation, { items, frameView: frames }: Desks): OpenReader =>
  async ({ id: importId, datasetId, source, startedAt }) => {
    switch (source.kind) {
      case 'archive':
        return ArchiveReader.open({ blobs, importId, source, rules: await items.rules(datasetId) });
      case 'devices':
        return FramesReader.open({ frames, blobs, importId, source, startedAt });
      case 'upload':
        throw new Error(`Nothing reads ${importId}`);
    }
  };

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
  const importRunner = new ImportRunner({
    ...base,
    ...desks,
    jobs,
    ender,
    openReader: readerOf(base, desks),
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
  const assertReadable = (source: StartImport['source']): void => {
    if (source.kind === 'devices' && source.filter !== undefined) desks.frameView.compile(source.filter);
  };
  const wake = (): void => importRunner.wake();
  const imports = new ImportDesk({ ...base, ...desks, uploads, jobs, ender, assertReadable, wake });
  return { uploads, imports, importJobs: jobs, importRunner };
};
