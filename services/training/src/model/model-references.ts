import { liveRows } from '@tutti/runtime';
import type { References } from '@tutti/service-kit';
import type { DataSource } from 'typeorm';
import type { EvaluationPictures } from './evaluation-pictures';
import { modelListProjection } from './model-list.projection';
import { modelListTable } from './model-list.table';

/** Each with an index of its own. */
const columns = [
  'row.artifactDigest',
  'row.bundleDigest',
  'row.evaluationDigest',
  'row.baselineDigest',
] as const;

/**
 * Which of these digests a model refers to, retired ones too: its file, its signature, how it was judged, and the pictures
 * in that. For the sweep, once the read model of models has read everything.
 */
export const modelReferences =
  (database: DataSource, pictures: Pick<EvaluationPictures, 'shown'>): References =>
  async (digests) => {
    const files = await Promise.all(
      columns.map((column) =>
        liveRows(database, modelListTable, modelListProjection)
          .select(column, 'digest')
          .andWhere(`${column} IN (:...digests)`, { digests })
          .getRawMany<{ digest: string }>(),
      ),
    );
    return [...files.flat().map(({ digest }) => digest), ...(await pictures.shown(digests))];
  };
