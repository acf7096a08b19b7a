import { item } from '@tutti/contracts/datasets';
import type { FoundFile } from '../lib/upload/picture-check';
import { PictureUpload } from '../lib/upload/picture-upload';
import { isOver, type Sending, type UploadHost, type Verdict } from '../lib/upload/upload-state';
import { createStore } from '../lib/store';
import { useStore } from '../lib/use-store';
import { datasetPath } from './datasets';
import { answerTo } from './http';
import { cancelImport, fetchImport, finishImport, startImport } from './imports';
import { ConnectionError, ProblemError } from './problem-error';
import { sessionState } from './session-state';

/** 32 MiB over a thin line. */
const patienceMs = 600_000;

/** The computer does not give it out: it was moved or changed, or must not be read. */
export class UnreadableFile extends Error {}

const sendPicture = async (
  datasetId: string,
  bytes: Blob,
  { importId, fileName, signal }: Sending,
): Promise<'added' | 'known'> => {
  // A file that cannot be read looks like a line that is cut, once it is on its way.
  await bytes
    .slice(0, 1)
    .arrayBuffer()
    .catch((error: unknown) => {
      throw new UnreadableFile(fileName, { cause: error });
    });
  const query = { fileName, importId };
  const path = `${datasetPath(datasetId)}/items`;
  const { status } = await answerTo({ method: 'POST', path, query, bytes, schema: item, signal, patienceMs });
  return status === 201 ? 'added' : 'known';
};

const ended: ReadonlySet<string> = new Set(['import.not-running', 'import.not-found']);
const later: ReadonlySet<number> = new Set([429, 502, 503, 504]);
/** Of the picture alone. */
const unfit: ReadonlySet<string> = new Set(['item.picture-invalid', 'request.too-large']);

const judgeProblem = async ({ problem }: ProblemError, importId: string): Promise<Verdict> => {
  if (ended.has(problem.code)) {
    const state = await fetchImport(importId).then(
      (job) => job.state,
      () => 'failed' as const,
    );
    return state === 'finished' ? 'reopen' : 'stop';
  }
  if (problem.status === 401) return 'rest';
  if (later.has(problem.status)) return 'again';
  return unfit.has(problem.code) ? 'refused' : 'stop';
};

const judge = (error: unknown, importId: string): Promise<Verdict> => {
  if (error instanceof ConnectionError) return Promise.resolve('again');
  if (error instanceof UnreadableFile) return Promise.resolve('refused');
  return error instanceof ProblemError ? judgeProblem(error, importId) : Promise.resolve('stop');
};

const rest = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      window.clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = window.setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });

const hostOf = (datasetId: string): UploadHost => ({
  open: async () => (await startImport({ datasetId, source: { kind: 'upload' } })).id,
  send: (bytes, of) => sendPicture(datasetId, bytes, of),
  finish: async (id) => void (await finishImport(id)),
  cancel: async (id) => void (await cancelImport(id)),
  judge,
  rest,
  now: () => performance.now(),
});

/** By dataset. They live as long as the window: whoever looks at another page meanwhile stops nothing. */
const uploads = createStore<ReadonlyMap<string, PictureUpload>>(new Map());

window.addEventListener('beforeunload', (event) => {
  if ([...uploads.get().values()].some(({ state }) => !isOver(state.get()))) event.preventDefault();
});

sessionState.subscribe(() => {
  if (sessionState.get() !== 'signed-out') return;
  for (const upload of uploads.get().values()) void upload.cancel().catch(() => undefined);
  uploads.set(new Map());
});

/** Sends files to a dataset, with those that are on their way. */
export const sendPictures = (datasetId: string, files: AsyncIterable<FoundFile>): void => {
  const known = uploads.get().get(datasetId);
  const status = known?.state.get().status;
  const upload =
    known && !isOver(known.state.get()) && status !== 'finishing'
      ? known
      : new PictureUpload(hostOf(datasetId));
  uploads.set(new Map(uploads.get()).set(datasetId, upload));
  void upload.add(files);
};

/** Puts an upload that has ended out of sight. */
export const forgetPictures = (datasetId: string): void => {
  const rest = new Map(uploads.get());
  rest.delete(datasetId);
  uploads.set(rest);
};

export const usePictureUpload = (datasetId: string): PictureUpload | undefined =>
  useStore(uploads).get(datasetId);
