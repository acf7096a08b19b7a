import { problem } from '@tutti/contracts/common';
import type { DetailedError, Upload } from 'tus-js-client';
import { createStore, type Store } from '../lib/store';
import { Rate } from '../lib/upload/rate';
import { ConnectionError, ProblemError } from './problem-error';
import { renewedSession } from './sessions';

export interface UploadState {
  readonly status: 'sending' | 'paused' | 'sent' | 'failed';
  readonly sent: number;
  readonly perSecond: number | undefined;
  /** Once all of it is there. */
  readonly uploadId?: string;
  readonly error?: unknown;
}

/** Where a file goes, and as what. */
export interface UploadPlace {
  readonly endpoint: string;
  readonly mediaType: string;
}

const chunkBytes = 8 * 1024 * 1024;
const retryDelays = [0, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000];
/** The session is renewed in time: the client of the protocol knows nothing of it. */
const renewEveryMs = 60_000;

const errorOf = (error: Error | DetailedError): Error => {
  const response = 'originalResponse' in error ? error.originalResponse : null;
  if (!response) return new ConnectionError(error.message);
  try {
    return new ProblemError(problem.parse(JSON.parse(response.getBody())));
  } catch {
    return new ConnectionError(`HTTP ${response.getStatus()}`);
  }
};

/** One file on its way: by tus, so that it goes on where it was after a cut, a pause or a closed window. */
export class FileUpload {
  readonly state: Store<UploadState> = createStore<UploadState>({
    status: 'sending',
    sent: 0,
    perSecond: undefined,
  });
  readonly #rate = new Rate(() => performance.now());
  #upload: Upload | undefined;
  #renewed = Number.NEGATIVE_INFINITY;
  #isDiscarded = false;

  constructor(
    readonly file: File,
    private readonly place: UploadPlace,
  ) {
    void this.#begin();
  }

  pause(): void {
    if (this.state.get().status !== 'sending') return;
    this.#set({ status: 'paused', perSecond: undefined });
    void this.#upload?.abort();
  }

  resume(): void {
    const { status } = this.state.get();
    if (status !== 'paused' && status !== 'failed') return;
    this.#rate.reset();
    this.#set({ status: 'sending', error: undefined });
    if (this.#upload) this.#upload.start();
    else void this.#begin();
  }

  /** Stops it, and has the server forget what came. */
  async discard(): Promise<void> {
    this.#isDiscarded = true;
    await this.#upload?.abort(true).catch(() => undefined);
  }

  #set(change: Partial<UploadState>): void {
    this.state.set({ ...this.state.get(), ...change });
  }

  async #begin(): Promise<void> {
    try {
      this.#upload = await this.#opened();
      // Sent before, by this browser, and perhaps not to its end.
      const [previous] = await this.#upload.findPreviousUploads();
      if (previous) this.#upload.resumeFromPreviousUpload(previous);
      if (this.state.get().status === 'sending' && !this.#isDiscarded) this.#upload.start();
    } catch (error) {
      this.#set({ status: 'failed', error });
    }
  }

  async #opened(): Promise<Upload> {
    const { Upload: TusUpload } = await import('tus-js-client');
    const upload = new TusUpload(this.file, {
      endpoint: this.place.endpoint,
      chunkSize: chunkBytes,
      retryDelays,
      metadata: { filename: this.file.name, filetype: this.place.mediaType },
      removeFingerprintOnSuccess: false,
      onBeforeRequest: () => this.#renew(),
      onProgress: (sent) => {
        this.#rate.note(sent);
        this.#set({ sent, perSecond: this.#rate.perSecond });
      },
      onError: (error) => this.#set({ status: 'failed', error: errorOf(error), perSecond: undefined }),
      onSuccess: () => {
        const uploadId = upload.url?.split('/').at(-1) ?? '';
        this.#set({ status: 'sent', sent: this.file.size, uploadId, perSecond: undefined });
      },
    });
    return upload;
  }

  async #renew(): Promise<void> {
    if (performance.now() - this.#renewed < renewEveryMs) return;
    // Whatever is wrong shows in the request that follows.
    await renewedSession().catch(() => undefined);
    this.#renewed = performance.now();
  }
}
