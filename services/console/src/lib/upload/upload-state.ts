import type { LocalFault } from './picture-check';

/** What becomes of a failure to send one picture. */
export type Verdict =
  /** The line or the server is away for a while. */
  | 'again'
  /** Not before somebody has seen to it. */
  | 'rest'
  /** The import that it was sent to has ended by itself: another one goes on. */
  | 'reopen'
  /** This picture is not taken; others may be. */
  | 'refused'
  /** None will be taken. */
  | 'stop';

export interface Failure {
  readonly error: unknown;
  readonly verdict: Verdict;
}

export interface UploadHost {
  /** Begins an import; answers with its id. */
  readonly open: () => Promise<string>;
  readonly send: (picture: Blob, of: Sending) => Promise<'added' | 'known'>;
  readonly finish: (importId: string) => Promise<void>;
  readonly cancel: (importId: string) => Promise<void>;
  readonly judge: (error: unknown, importId: string) => Promise<Verdict>;
  /** Resolves after a while, or once the signal aborts. */
  readonly rest: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly now: () => number;
}

export interface Sending {
  readonly importId: string;
  readonly fileName: string;
  readonly signal: AbortSignal;
}

/** Found, and not yet on its way. */
export interface Waiting {
  readonly file: File;
  readonly type: string;
}

export interface RefusedFile {
  readonly name: string;
  /** What was found here, or what the server said. */
  readonly why: LocalFault | { readonly error: unknown };
}

export interface UploadState {
  readonly status: 'sending' | 'waiting' | 'paused' | 'finishing' | 'done' | 'cancelled' | 'stopped';
  /** Whether files are still being found. */
  readonly finding: boolean;
  readonly found: { readonly files: number; readonly bytes: number };
  readonly sent: { readonly files: number; readonly bytes: number };
  readonly added: number;
  readonly known: number;
  readonly refused: number;
  /** The first of them. */
  readonly refusals: readonly RefusedFile[];
  readonly perSecond: number | undefined;
  /** The newest; absent until the first picture is on its way. */
  readonly importId?: string;
  /** Why it stopped, or rests. */
  readonly error?: unknown;
}

export const nothingYet: UploadState = {
  status: 'sending',
  finding: false,
  found: { files: 0, bytes: 0 },
  sent: { files: 0, bytes: 0 },
  added: 0,
  known: 0,
  refused: 0,
  refusals: [],
  perSecond: undefined,
};

export const isOver = ({ status }: UploadState): boolean =>
  status === 'done' || status === 'cancelled' || status === 'stopped';
