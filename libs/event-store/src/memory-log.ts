import {
  AppendConflict,
  subjectOf,
  type EventLog,
  type NewCommit,
  type PageOptions,
  type TailBatch,
  type TailOptions,
} from './port';
import type { Commit } from '@tutti/kernel';
import { randomUUID } from 'node:crypto';
import { decodeCommit, encodeCommit, type Definitions } from './codec';
import { subjectMatcher } from './subjects';

export interface MemoryLogOptions {
  readonly definitions?: Definitions;
  /** Behave like a replica that is this many commits behind in reads that may lag. */
  readonly lag?: number;
}

/** The log in memory: passes the same suite as JetStream. For tests and tools; nothing survives. */
export class MemoryEventLog implements EventLog {
  readonly incarnation = randomUUID();
  readonly epoch = 0;
  private readonly commits: { readonly commit: Commit; readonly at: Date }[] = [];
  private readonly waiting = new Set<() => void>();

  constructor(private readonly options: MemoryLogOptions = {}) {}

  async append(commits: readonly [NewCommit, ...NewCommit[]]): Promise<readonly number[]> {
    const encoded = commits.map((commit) => ({
      commit,
      payload: encodeCommit(commit, this.options.definitions),
    }));
    for (const { commit } of encoded) {
      const last = this.lastOf(subjectOf(commit.context, commit.aggregate, commit.aggregateId));
      if (last !== commit.expected) throw new AppendConflict(`wrong last sequence: ${last}`);
    }
    const positions = encoded.map(({ commit, payload }) => this.store(commit, payload));
    for (const wake of this.waiting) wake();
    return positions;
  }

  async load(subject: string, after: number): Promise<readonly Commit[]> {
    const seen = this.commits.slice(0, this.commits.length - (this.options.lag ?? 0));
    return seen.map(({ commit }) => commit).filter((c) => c.subject === subject && c.position > after);
  }

  async loadConfirmed(subject: string, after: number): Promise<readonly Commit[]> {
    return this.all().filter((commit) => commit.subject === subject && commit.position > after);
  }

  async lastPosition(subjects: readonly string[]): Promise<number> {
    const matches = subjectMatcher(subjects);
    return this.all().findLast((commit) => matches(commit.subject))?.position ?? 0;
  }

  async commitAt(position: number): Promise<Commit | undefined> {
    return this.commits[position - 1]?.commit;
  }

  async page({ subjects, after, limit }: PageOptions): Promise<readonly Commit[]> {
    return this.matching(subjects, after).slice(0, limit);
  }

  async *tail({ subjects, after, signal, maxBatch = 500 }: TailOptions): AsyncIterable<TailBatch> {
    let position = after;
    while (!signal.aborted) {
      const found = this.matching(subjects, position);
      const commits = found.slice(0, maxBatch);
      const last = commits.at(-1);
      if (last) {
        position = last.position;
        yield { commits, pending: found.length - commits.length };
      } else {
        await this.changed(signal);
      }
    }
  }

  async positionAt(time: Date): Promise<number> {
    return this.commits.findLast(({ at }) => at <= time)?.commit.position ?? 0;
  }

  private store(commit: NewCommit, payload: Uint8Array): number {
    const position = this.commits.length + 1;
    const subject = subjectOf(commit.context, commit.aggregate, commit.aggregateId);
    const message = { position, subject, commitId: commit.id, commandId: commit.commandId, payload };
    this.commits.push({ commit: decodeCommit(message, this.options.definitions), at: commit.time });
    return position;
  }

  private all(): Commit[] {
    return this.commits.map(({ commit }) => commit);
  }

  private matching(subjects: readonly string[], after: number): Commit[] {
    const matches = subjectMatcher(subjects);
    return this.commits.slice(after).flatMap(({ commit }) => (matches(commit.subject) ? [commit] : []));
  }

  private lastOf(subject: string): number {
    return this.all().findLast((commit) => commit.subject === subject)?.position ?? 0;
  }

  private changed(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        this.waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.waiting.add(wake);
      signal.addEventListener('abort', wake, { once: true });
    });
  }
}
