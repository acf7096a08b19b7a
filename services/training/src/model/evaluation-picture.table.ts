import { key, text } from '@tutti/database';
import { EntitySchema } from 'typeorm';

/** A picture that a report of a judgement shows. Derived: reports say it again, and never otherwise. */
export interface EvaluationPictureRow {
  readonly report: string;
  /** Empty: the report has been read. */
  readonly digest: string;
}

export const evaluationPictureTable = new EntitySchema<EvaluationPictureRow>({
  name: 'evaluation_picture',
  columns: { report: key(text('report', 64)), digest: key(text('digest', 64)) },
});
