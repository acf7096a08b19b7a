import type { SummaryRow } from '@tutti/contracts/summary';

interface CsvHead {
  readonly date: string;
  readonly workspace: string;
  readonly composedAt: string;
}

type Cell = string | number | boolean | null;

/** Columns of Edge Conductor's `daily_summary`, by name and in its order; then ours. */
const columns: Readonly<Record<string, (row: SummaryRow, head: CsvHead) => Cell>> = {
  reported_at: (_, head) => head.composedAt,
  summary_date: (_, head) => head.date,
  workspace: (_, head) => head.workspace,
  edge_conductor_name: (_, head) => head.workspace,
  edge_id: (row) => row.edgeId,
  edge_name: (row) => row.edgeName,
  stream_id: (row) => row.streamId,
  stream_name: (row) => row.streamName,
  model_version: (row) => row.modelVersion,
  solution_id: (row) => row.solutionId,
  solution_name: (row) => row.solutionName,
  solution_version: (row) => row.solutionVersion,
  inference_count: (row) => row.inferenceCount,
  inference_volume: (row) => row.inferenceVolume,
  train_time: (row) => row.trainTime,
  total_train_time: (row) => row.totalTrainTime,
  activation: (row) => row.activation,
  failure_count: (row) => row.failureCount,
  mean_score: (row) => row.meanScore,
};

/** A name that begins like a formula is one to a spreadsheet: an apostrophe keeps it text (OWASP, CSV injection). */
const textCell = (value: string): string => {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

const cell = (value: Cell): string => {
  if (value === null) return '';
  return typeof value === 'string' ? textCell(value) : String(value);
};

/** Names of the columns. With a byte order mark: spreadsheets then read it as UTF-8. */
export const csvNames = `\uFEFF${Object.keys(columns).join(',')}\r\n`;

/** RFC 4180. */
export const csvLine = (row: SummaryRow, head: CsvHead): string =>
  `${Object.values(columns)
    .map((of) => cell(of(row, head)))
    .join(',')}\r\n`;

export const rowsCsv = (rows: readonly SummaryRow[], head: CsvHead): string =>
  csvNames + rows.map((row) => csvLine(row, head)).join('');

export const csvType = 'text/csv; charset=utf-8';

/** Whether CSV is asked for: by the query, else by the header `Accept`. */
export const asksForCsv = (format: 'json' | 'csv' | undefined, accept: string): boolean =>
  format === undefined ? accept.includes('text/csv') : format === 'csv';
