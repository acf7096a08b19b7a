import { transaction, upsertMany } from '@tutti/database';
import { liveRows } from '@tutti/runtime';
import { In, type DataSource } from 'typeorm';
import type { EvaluationFiles } from './evaluation-files';
import { evaluationPictureTable } from './evaluation-picture.table';
import { modelListProjection } from './model-list.projection';
import { modelListTable } from './model-list.table';

/** Stands for: this report has been read. */
const read = '';

const unreadBy = (column: string): string =>
  `${column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${evaluationPictureTable.options.name} known
    WHERE known.report = ${column} AND known.digest = '${read}')`;

/** Which pictures the reports of models show. Each report is read once, when somebody asks first. */
export class EvaluationPictures {
  constructor(
    private readonly database: DataSource,
    private readonly files: Pick<EvaluationFiles, 'find'>,
  ) {}

  async isShown(digest: string, reports: readonly string[]): Promise<boolean> {
    for (const report of reports) await this.#read(report);
    return this.database.manager.existsBy(evaluationPictureTable, { digest, report: In([...reports]) });
  }

  /** Those of these digests that a model's report shows. */
  async shown(digests: readonly string[]): Promise<readonly string[]> {
    for (const report of await this.#unread()) await this.#read(report);
    const rows = await this.database.manager.findBy(evaluationPictureTable, { digest: In([...digests]) });
    return rows.map(({ digest }) => digest);
  }

  async #unread(): Promise<readonly string[]> {
    const found = await Promise.all(
      (['row.evaluationDigest', 'row.baselineDigest'] as const).map((column) =>
        liveRows(this.database, modelListTable, modelListProjection)
          .select(column, 'report')
          .andWhere(unreadBy(column))
          .getRawMany<{ report: string }>(),
      ),
    );
    return found.flat().map(({ report }) => report);
  }

  /** One that is gone shows nothing until a backup brings it back. */
  async #read(report: string): Promise<void> {
    const { manager } = this.database;
    if (await manager.existsBy(evaluationPictureTable, { report, digest: read })) return;
    const found = await this.files.find(report);
    if (!found) return;
    const digests = new Set([read, ...found.examples.map(({ thumbnail }) => thumbnail.digest)]);
    const rows = [...digests].map((digest) => ({ report, digest }));
    await transaction(this.database, (writer) =>
      upsertMany(writer, evaluationPictureTable, rows, ['report', 'digest']),
    );
  }
}
