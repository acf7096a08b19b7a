import { createStore } from '../lib/store';
import { useStore } from '../lib/use-store';
import { FileUpload } from './file-upload';
import { sessionState } from './session-state';

/** An archive of pictures on its way. */
export class ArchiveUpload extends FileUpload {
  /** The newest dry run. */
  readonly check = createStore<string | undefined>(undefined);

  constructor(file: File) {
    super(file, { endpoint: '/api/v1/uploads', mediaType: 'application/zip' });
  }
}

/** By dataset. They live as long as the window. */
const uploads = createStore<ReadonlyMap<string, ArchiveUpload>>(new Map());

const set = (datasetId: string, upload: ArchiveUpload | undefined): void => {
  const next = new Map(uploads.get());
  if (upload) next.set(datasetId, upload);
  else next.delete(datasetId);
  uploads.set(next);
};

window.addEventListener('beforeunload', (event) => {
  if ([...uploads.get().values()].some(({ state }) => state.get().status === 'sending'))
    event.preventDefault();
});

sessionState.subscribe(() => {
  if (sessionState.get() !== 'signed-out') return;
  for (const upload of uploads.get().values()) upload.pause();
  uploads.set(new Map());
});

export const uploadArchive = (datasetId: string, file: File): void => set(datasetId, new ArchiveUpload(file));

/** Once an import has taken it, or nobody wants it. */
export const forgetArchive = (datasetId: string): void => set(datasetId, undefined);

export const useArchiveUpload = (datasetId: string): ArchiveUpload | undefined =>
  useStore(uploads).get(datasetId);
