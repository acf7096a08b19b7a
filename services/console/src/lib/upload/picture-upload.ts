import { createStore, type Store } from '../store';
import { checkPicture, type FoundFile } from './picture-check';
import { Rate } from './rate';
import {
  isOver,
  nothingYet,
  type Failure,
  type RefusedFile,
  type UploadHost,
  type UploadState,
  type Waiting,
} from './upload-state';

const atOnce = 4;
const keptRefusals = 200;
const calmMs = 100;
/** Seconds between attempts; after the last one it rests until somebody resumes it. */
const restsMs = [1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000];

/**
 * Sends pictures, four at a time, into one import. Files are found while others are sent, and read as they are sent:
 * however many there are, none lies in memory.
 */
export class PictureUpload {
  readonly state: Store<UploadState> = createStore(nothingYet);
  readonly #queue: Waiting[] = [];
  readonly #rate: Rate;
  readonly #ended = new AbortController();
  #latest = nothingYet;
  #published = Number.NEGATIVE_INFINITY;
  #import: Promise<string> | undefined;
  #workers = 0;
  #finding = 0;
  /** How often. */
  #resumed = 0;

  constructor(private readonly host: UploadHost) {
    this.#rate = new Rate(host.now);
  }

  /** Finds files and sends them. May be called again while others are on their way. */
  async add(files: AsyncIterable<FoundFile>): Promise<void> {
    this.#finding += 1;
    this.#set({ finding: true });
    try {
      for await (const file of files) {
        if (isOver(this.#latest)) return;
        this.#take(file);
      }
    } finally {
      this.#finding -= 1;
      this.#set({ finding: this.#finding > 0 });
      this.#fill();
    }
  }

  /** What is on its way arrives; nothing more is sent. */
  pause(): void {
    const { status } = this.#latest;
    if (status === 'sending' || status === 'waiting') this.#set({ status: 'paused' });
  }

  resume(): void {
    if (this.#latest.status !== 'paused') return;
    this.#rate.reset();
    this.#resumed += 1;
    this.#set({ status: 'sending', error: undefined });
    this.#fill();
  }

  /** What was taken stays. Rejects, and says so in the state, when the server did not hear of it. */
  async cancel(): Promise<void> {
    if (isOver(this.#latest)) return;
    this.#end('cancelled');
    const importId = await this.#import?.catch(() => undefined);
    if (importId === undefined) return;
    await this.host.cancel(importId).catch((error: unknown) => {
      this.#end('cancelled', error);
      throw error;
    });
  }

  #set(change: Partial<UploadState>): void {
    this.#latest = { ...this.#latest, ...change };
    this.#published = this.host.now();
    this.state.set(this.#latest);
  }

  /** The same of what changes a thousand times in a moment: readers hear of it now and then, and with what comes next. */
  #note(change: Partial<UploadState>): void {
    if (this.host.now() - this.#published > calmMs) this.#set(change);
    else this.#latest = { ...this.#latest, ...change };
  }

  #end(status: 'cancelled' | 'stopped', error?: unknown): void {
    this.#queue.length = 0;
    this.#set({ status, finding: false, perSecond: undefined, error });
    this.#ended.abort();
  }

  #take(file: FoundFile): void {
    if ('fault' in file) {
      this.#refuse({ name: file.name, why: file.fault });
      return;
    }
    const checked = checkPicture(file);
    if (checked.kind === 'ignored') return;
    if (checked.kind === 'refused') {
      this.#refuse({ name: file.name, why: checked.fault });
      return;
    }
    const { files, bytes } = this.#latest.found;
    this.#note({ found: { files: files + 1, bytes: bytes + file.size } });
    this.#queue.push({ file, type: checked.type });
    this.#fill();
  }

  #refuse(refusal: RefusedFile): void {
    const { refused, refusals } = this.#latest;
    this.#note({
      refused: refused + 1,
      ...(refusals.length < keptRefusals ? { refusals: [...refusals, refusal] } : {}),
    });
  }

  #fill(): void {
    const { status } = this.#latest;
    if (status !== 'sending' && status !== 'waiting') return;
    while (this.#workers < atOnce && this.#queue.length > 0) void this.#work();
    if (this.#workers === 0 && this.#queue.length === 0 && this.#finding === 0) void this.#finish();
  }

  async #work(): Promise<void> {
    this.#workers += 1;
    try {
      for (;;) {
        const { status } = this.#latest;
        if (status !== 'sending' && status !== 'waiting') return;
        const next = this.#queue.shift();
        if (!next) return;
        await this.#send(next);
      }
    } finally {
      this.#workers -= 1;
      this.#fill();
    }
  }

  /** Until it is sent, refused, or given up for now. */
  async #send(one: Waiting): Promise<void> {
    const { signal } = this.#ended;
    let attempt = 0;
    let resumed = this.#resumed;
    while (!signal.aborted) {
      const failure = await this.#try(one, signal);
      if (!failure || signal.aborted) return;
      // What failed before somebody resumed it does not make it rest again.
      if (resumed !== this.#resumed) attempt = 0;
      resumed = this.#resumed;
      const rest = this.#failed(one, { ...failure, attempt });
      if (rest === undefined) return;
      attempt += 1;
      await this.host.rest(rest, signal);
    }
  }

  /** One attempt; answers with what went wrong. */
  async #try(one: Waiting, signal: AbortSignal): Promise<Failure | undefined> {
    const opened = (this.#import ??= this.host.open());
    let importId = '';
    try {
      importId = await opened;
      if (importId !== this.#latest.importId) this.#set({ importId });
      const bytes = one.file.slice(0, one.file.size, one.type);
      this.#sent(one, await this.host.send(bytes, { importId, fileName: one.file.name, signal }));
      return undefined;
    } catch (error) {
      const verdict = signal.aborted ? 'stop' : await this.host.judge(error, importId);
      if ((importId === '' || verdict === 'reopen') && this.#import === opened) this.#import = undefined;
      return { error, verdict };
    }
  }

  #sent({ file }: Waiting, outcome: 'added' | 'known' | 'refused'): void {
    const { sent, added, known } = this.#latest;
    const bytes = sent.bytes + file.size;
    this.#rate.note(bytes);
    this.#set({
      sent: { files: sent.files + 1, bytes },
      added: added + Number(outcome === 'added'),
      known: known + Number(outcome === 'known'),
      perSecond: this.#rate.perSecond,
      ...(this.#latest.status === 'waiting' ? { status: 'sending' } : {}),
    });
  }

  /** How long to rest before the next attempt; undefined when there is none. */
  #failed(
    one: Waiting,
    { error, verdict, attempt }: Failure & { readonly attempt: number },
  ): number | undefined {
    switch (verdict) {
      case 'refused':
        this.#refuse({ name: one.file.name, why: { error } });
        this.#sent(one, 'refused');
        return undefined;
      case 'stop':
        if (!isOver(this.#latest)) this.#end('stopped', error);
        return undefined;
      case 'reopen':
        return 0;
      case 'rest':
        return this.#again(one, error, undefined);
      case 'again':
        return this.#again(one, error, restsMs[attempt]);
    }
  }

  #again(one: Waiting, error: unknown, rest: number | undefined): number | undefined {
    const { status } = this.#latest;
    if (rest !== undefined && status !== 'paused') {
      if (status === 'sending') this.#set({ status: 'waiting' });
      return rest;
    }
    this.#queue.unshift(one);
    this.#set({ status: 'paused', ...(status === 'paused' ? {} : { error }) });
    return undefined;
  }

  async #finish(): Promise<void> {
    if (!this.#import) {
      this.#set({ status: 'done' });
      return;
    }
    this.#set({ status: 'finishing' });
    const importId = await this.#import;
    for (const rest of [...restsMs, undefined]) {
      try {
        await this.host.finish(importId);
        break;
      } catch (error) {
        // Whatever else it says: all pictures are there, and the import ends by itself after a while.
        if (rest === undefined || (await this.host.judge(error, importId)) !== 'again') break;
        await this.host.rest(rest, this.#ended.signal);
      }
    }
    if (!isOver(this.#latest)) this.#set({ status: 'done', perSecond: undefined });
  }
}
