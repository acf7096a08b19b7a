import { EventEmitter, once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { JobReport, ReportAnswer } from '@tutti/contracts/training';
import type { TrainingProgress } from '../task/training-task';
import { HttpRefusal } from './http-refusal';
import { contentsOf, merged, type ReportContent } from './report-contents';

export interface ReporterOptions {
  readonly claimId: string;
  /** The first step: what is said before there is anything to say. */
  readonly step: string;
  /** Tries for as long as it makes sense. */
  readonly send: (report: JobReport) => Promise<ReportAnswer>;
  /** It was told to stop, or cannot go on. */
  readonly onStop: (reason: string) => void;
  /** A report was refused, as the same work would be once more. */
  readonly onRefused: (refusal: HttpRefusal) => void;
  readonly restMs?: number;
  readonly silenceMs?: number;
}

/** More waits only where the service has been away for long: the oldest go. */
const mostWaiting = 100;

/** Tells how the work goes: not more often than somebody can read, and never so seldom that it seems dead. */
export class Reporter {
  readonly #waiting: ReportContent[] = [];
  readonly #bell = new EventEmitter();
  readonly #ended = new AbortController();
  readonly #running: Promise<void>;
  #last: ReportContent;
  #seq = 0;

  constructor(private readonly options: ReporterOptions) {
    this.#last = { step: options.step, progress: 0 };
    this.#running = this.#run();
  }

  /** What is told between two reports becomes one, step by step. */
  tell(progress: TrainingProgress): void {
    for (const content of contentsOf(progress)) {
      const before = this.#waiting.at(-1);
      const both = before && merged(before, content);
      if (both) this.#waiting[this.#waiting.length - 1] = both;
      else this.#waiting.push(content);
    }
    this.#waiting.splice(0, this.#waiting.length - mostWaiting);
    this.#bell.emit('news');
  }

  /** Sends what is left and says nothing more. */
  async finish(): Promise<void> {
    this.#ended.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    try {
      while (!this.#isDone && (await this.#say())) if (this.#waiting.length === 0) await this.#rest();
    } catch (error) {
      const { onStop, onRefused } = this.options;
      if (error instanceof HttpRefusal) onRefused(error);
      else onStop(error instanceof Error ? error.message : String(error));
    }
  }

  get #isDone(): boolean {
    return this.#ended.signal.aborted && this.#waiting.length === 0;
  }

  /** Whether to go on. */
  async #say(): Promise<boolean> {
    const { send, onStop, claimId } = this.options;
    const content = this.#waiting.shift() ?? this.#last;
    const { step, progress } = content;
    this.#last = { step, progress };
    const { stop, reason } = await send({ claimId, seq: ++this.#seq, ...content });
    if (stop) onStop(reason);
    return !stop;
  }

  /** A little while, then until there is something to say, or has been nothing for too long. */
  async #rest(): Promise<void> {
    const { restMs = 500, silenceMs = 2_000 } = this.options;
    const { signal } = this.#ended;
    await delay(restMs, undefined, { signal }).catch(() => undefined);
    if (this.#waiting.length > 0) return;
    const limited = AbortSignal.any([signal, AbortSignal.timeout(silenceMs - restMs)]);
    await once(this.#bell, 'news', { signal: limited }).catch(() => undefined);
  }
}
