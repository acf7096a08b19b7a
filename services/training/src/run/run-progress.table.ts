import { bigint, json, key, orNull, real, text } from '@tutti/database';
import { EntitySchema } from 'typeorm';

/** How far a run has come, as its trainer last said. Not in the log. */
export interface RunProgressRow {
  readonly runId: string;
  readonly claimId: string;
  readonly attempt: number;
  /** Of the newest report of this claim. */
  readonly seq: number;
  readonly step: string;
  /** Since when it is at this step. */
  readonly stepAt: number;
  readonly progress: number | null;
  readonly message: string | null;
  readonly skipped: readonly string[];
  /** Our clock, milliseconds since 1970, like every time in a table. */
  readonly heardAt: number;
  /** Of curves, kept of this attempt. */
  readonly points: number;
  /** Log lines that there ever were: the number of the newest. */
  readonly logLines: number;
}

export const runProgressTable = new EntitySchema<RunProgressRow>({
  name: 'run_progress',
  columns: {
    runId: key(text('run_id', 36)),
    claimId: text('claim_id', 36),
    attempt: bigint('attempt'),
    seq: bigint('seq'),
    step: text('step', 32),
    stepAt: bigint('step_at'),
    progress: orNull(real('progress')),
    message: orNull(text('message', 256)),
    skipped: json('skipped'),
    heardAt: bigint('heard_at'),
    points: bigint('points'),
    logLines: bigint('log_lines'),
  },
});

/** Series, step, value. */
export type Point = readonly [series: string, step: number, value: number];

/** Points of curves by the report that brought them. */
export interface RunPointsRow {
  readonly runId: string;
  readonly attempt: number;
  readonly seq: number;
  readonly at: number;
  readonly points: readonly Point[];
}

export const runPointsTable = new EntitySchema<RunPointsRow>({
  name: 'run_points',
  columns: {
    runId: key(text('run_id', 36)),
    attempt: key(bigint('attempt')),
    seq: key(bigint('seq')),
    at: bigint('at'),
    points: json('points'),
  },
});

export interface RunLogRow {
  readonly runId: string;
  readonly seq: number;
  readonly at: number;
  readonly attempt: number;
  readonly text: string;
}

export const runLogTable = new EntitySchema<RunLogRow>({
  name: 'run_log',
  columns: {
    runId: key(text('run_id', 36)),
    seq: key(bigint('seq')),
    at: bigint('at'),
    attempt: bigint('attempt'),
    text: text('line', 2000),
  },
});

/** A file that a trainer sent for its result: it stays for as long as the run goes on, and then as long as a model has it. */
export interface RunFileRow {
  readonly runId: string;
  readonly digest: string;
  readonly bytes: number;
}

export const runFileTable = new EntitySchema<RunFileRow>({
  name: 'run_file',
  columns: {
    runId: key(text('run_id', 36)),
    digest: key(text('digest', 64)),
    bytes: bigint('bytes'),
  },
});
