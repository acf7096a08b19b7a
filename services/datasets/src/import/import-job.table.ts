import type {
  ImportCounts,
  ImportPhase,
  ImportSource,
  ImportState,
  MissingClass,
  ReportLine,
} from '@tutti/contracts/datasets';
import { bigint, flag, json, key, orNull, text } from '@tutti/database';
import { EntitySchema } from 'typeorm';

/** Where the work on an import stands. What is written here at once is true at once. */
export interface ImportProgress extends ImportCounts {
  readonly phase: ImportPhase;
  /** Found out by reading the source. */
  readonly format: string | null;
  readonly missing: readonly MissingClass[];
  readonly total: number | null;
  readonly done: number;
  /** The reader goes on after it. */
  readonly place: string | null;
  readonly report: readonly ReportLine[];
}

/**
 * An import or a dry run: what people see of it, and what goes on after a kill. That an import started and ended is the
 * log's to tell; this row is made again of it where it is missing.
 */
export interface ImportJobRow extends ImportProgress {
  readonly id: string;
  readonly datasetId: string;
  readonly dryRun: boolean;
  readonly kind: ImportSource['kind'];
  readonly source: ImportSource;
  readonly archiveDigest: string | null;
  readonly state: ImportState;
  readonly cancelledBy: string | null;
  readonly reportDigest: string | null;
  readonly code: string | null;
  readonly message: string | null;
  /** Milliseconds since 1970, like every time in a table. */
  readonly startedAt: number;
  readonly startedBy: string | null;
  readonly changedAt: number;
  readonly endedAt: number | null;
  /** Rises whenever somebody takes the work up: whoever had it before writes no more. */
  readonly term: number;
  /** How often that was since the work last came on: what kills the process must not do so for ever. */
  readonly tries: number;
}

export const importJobTable = new EntitySchema<ImportJobRow>({
  name: 'import_job',
  columns: {
    id: key(text('id', 36)),
    datasetId: text('dataset_id', 36),
    dryRun: flag('dry_run'),
    kind: text('kind', 16),
    source: json('source'),
    archiveDigest: orNull(text('archive_digest', 64)),
    state: text('state', 16),
    cancelledBy: orNull(text('cancelled_by', 128)),
    phase: text('phase', 16),
    format: orNull(text('format', 16)),
    missing: json('missing'),
    total: orNull(bigint('total')),
    done: bigint('done'),
    place: orNull(text('place', 1024)),
    added: bigint('added'),
    known: bigint('known'),
    labelled: bigint('labelled'),
    refused: bigint('refused'),
    report: json('report'),
    reportDigest: orNull(text('report_digest', 64)),
    code: orNull(text('code', 64)),
    message: orNull(text('message', 512)),
    startedAt: bigint('started_at'),
    startedBy: orNull(text('started_by', 128)),
    changedAt: bigint('changed_at'),
    endedAt: orNull(bigint('ended_at')),
    term: bigint('term'),
    tries: bigint('tries'),
  },
});

export const noCounts: ImportCounts = { added: 0, known: 0, labelled: 0, refused: 0 };

export const countsOf = ({ added, known, labelled, refused }: ImportCounts): ImportCounts => ({
  added,
  known,
  labelled,
  refused,
});

type Begun = Pick<ImportJobRow, 'id' | 'datasetId' | 'dryRun' | 'source' | 'startedAt' | 'startedBy'>;

/** An import that nobody has begun to work on. */
export const newJob = ({ source, startedAt, ...begun }: Begun): ImportJobRow => ({
  ...begun,
  ...noCounts,
  kind: source.kind,
  source,
  archiveDigest: source.kind === 'archive' ? (source.digest ?? null) : null,
  state: 'running',
  cancelledBy: null,
  phase: source.kind === 'upload' ? 'taking' : 'waiting',
  format: null,
  missing: [],
  total: null,
  done: 0,
  place: null,
  report: [],
  reportDigest: null,
  code: null,
  message: null,
  startedAt,
  changedAt: startedAt,
  endedAt: null,
  term: 0,
  tries: 0,
});
