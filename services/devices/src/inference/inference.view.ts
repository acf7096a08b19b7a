import { type Inference, entryId, parseEntryId } from '@tutti/contracts/devices';
import {
  listPage,
  type FieldTable,
  type ListQuery,
  type ListSpec,
  type PageTokens,
} from '@tutti/service-kit';
import type { DataSource, SelectQueryBuilder } from 'typeorm';
import type { PreviewRow } from '../preview/preview.table';
import { previewTable } from '../preview/preview.table';
import { within, type TimeRange } from '../telemetry/time-range';
import type { InferenceRow } from './inference.row';
import { inferenceTable } from './inference.table';

/** A result with its picture, as long as there is one. */
export interface ShownInference extends InferenceRow {
  readonly picture?: PreviewRow | null;
}

const encode = (time: Date): number => time.getTime();
const idColumn = "CONCAT(row.deviceId, '.', row.journal, '.', row.seq)";

const fields: FieldTable = {
  id: { type: 'string', column: idColumn },
  deviceId: { type: 'string', column: 'row.deviceId' },
  model: { type: 'string', column: 'row.model' },
  modelVersion: { type: 'string', column: 'row.modelVersion' },
  modelDigest: { type: 'string', column: 'row.modelDigest' },
  task: { type: 'enum', column: 'row.task', values: ['classification', 'detection'] },
  label: { type: 'string', column: 'row.label' },
  truth: { type: 'string', column: 'row.truth' },
  correct: {
    type: 'enum',
    column: "CASE WHEN row.correct IS NULL THEN NULL WHEN row.correct THEN 'true' ELSE 'false' END",
    values: ['true', 'false'],
  },
  warning: {
    type: 'enum',
    column: "CASE WHEN row.warning THEN 'true' ELSE 'false' END",
    values: ['true', 'false'],
  },
  score: { type: 'number', column: 'row.score' },
  latencyMs: { type: 'number', column: 'row.latencyMs' },
  inputFile: { type: 'string', column: 'row.inputFile' },
  at: { type: 'time', column: 'row.at', encode },
};

const spec: ListSpec<ShownInference> = {
  name: 'inferences',
  fields,
  sorts: {
    at: { column: 'row.at', value: ({ at }) => at },
    score: { column: 'row.score', value: ({ score }) => score },
    label: { column: 'row.label', value: ({ label }) => label },
  },
  defaultSort: [{ column: 'row.at', value: ({ at }) => at, direction: 'DESC' }],
  unique: { column: idColumn, value: entryId, direction: 'DESC' },
};

export const toInference = (row: ShownInference): Inference => {
  const id = entryId(row);
  const { at, boxes, picture, ...rest } = row;
  return {
    ...rest,
    id,
    boxes: [...boxes],
    at: new Date(at).toISOString(),
    imageUrl: picture ? `/api/v1/inferences/${id}/image` : null,
  };
};

export interface InferenceQuery extends ListQuery, TimeRange {
  readonly deviceId?: string | undefined;
}

/** Results as people see them. */
export class InferenceView {
  constructor(private readonly database: DataSource) {}

  async page(query: InferenceQuery, tokens: PageTokens) {
    const rows = within(this.#rows(), query);
    const scope = [query.from, query.to, query.deviceId];
    const { items, nextPageToken } = await listPage(rows, spec, query, { tokens, scope });
    return { items: items.map(toInference), nextPageToken };
  }

  async find(id: string): Promise<ShownInference | undefined> {
    const key = parseEntryId(id);
    if (!key) return undefined;
    const row = await this.#rows()
      .andWhere('row.deviceId = :deviceId AND row.journal = :journal AND row.seq = :seq', { ...key })
      .getOne();
    return row ?? undefined;
  }

  #rows(): SelectQueryBuilder<ShownInference> {
    const rows: SelectQueryBuilder<ShownInference> = this.database.createQueryBuilder(inferenceTable, 'row');
    return rows.leftJoinAndMapOne(
      'row.picture',
      previewTable.options.name,
      'picture',
      'picture.deviceId = row.deviceId AND picture.sha256 = row.preview',
    );
  }
}
