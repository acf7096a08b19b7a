import type { EvaluationReport } from '@tutti/contracts/training';
import type { EvaluationFiles } from './evaluation-files';
import type { ModelRow } from './model-list.projection';

type Reports = [EvaluationReport | null, EvaluationReport | null];

interface Compared {
  readonly evaluations: Reports;
  readonly samePictures: boolean;
}

type Files = Pick<EvaluationFiles, 'read'>;

const read = async (files: Files, digest: string | null): Promise<EvaluationReport | null> =>
  digest === null ? null : files.read(digest);

/** Which pictures a model was held against follows from its data and the part that was held out. */
const heldOut = ({ data }: ModelRow, report: EvaluationReport | null): string | undefined =>
  report === null || data.length === 0
    ? undefined
    : JSON.stringify([report.part, data.map(({ datasetId, version }) => `${datasetId} ${version}`).sort()]);

/** The judgement of `other` that the run which made `model` gave, on the pictures of `model`. */
const judgedBeside = (model: ModelRow, other: ModelRow): string | null =>
  model.baseline?.modelId === other.id ? model.baselineDigest : null;

/**
 * The judgements of two models, on the same pictures where there are such: either the run of one judged the other too, or
 * both were trained on the same versions of the same datasets.
 */
export const compareModels = async (files: Files, a: ModelRow, b: ModelRow): Promise<Compared> => {
  const [ofA, ofB] = [judgedBeside(b, a), judgedBeside(a, b)];
  if (ofA !== null) return beside(await read(files, ofA), await read(files, b.evaluationDigest));
  if (ofB !== null) return beside(await read(files, a.evaluationDigest), await read(files, ofB));
  const evaluations: Reports = [await read(files, a.evaluationDigest), await read(files, b.evaluationDigest)];
  const [first, second] = [heldOut(a, evaluations[0]), heldOut(b, evaluations[1])];
  return { evaluations, samePictures: first !== undefined && first === second };
};

const beside = (...evaluations: Reports): Compared => ({
  evaluations,
  samePictures: evaluations.every((one) => one !== null),
});
