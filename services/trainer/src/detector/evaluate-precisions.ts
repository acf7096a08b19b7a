import type { ModelVariant } from '@tutti/contracts/training';
import { encodeModel } from '@tutti/vision';
import { finishModel } from '../export/finish-model';
import type { Judgement } from '../task/training-task';
import { type DetectorParts, detectorModel } from './detector-file';
import type { TrainedVariant } from './variant';

export interface EvaluatedVariant {
  readonly trained: TrainedVariant;
  /** Finished: with its metrics and its self-test. */
  readonly file: Uint8Array;
  readonly judgement: Judgement;
  readonly variant: ModelVariant;
}

/** Judges each as a file, and writes what came of it into the finished file. */
export async function evaluateAll(
  trained: readonly TrainedVariant[],
  about: Pick<DetectorParts, 'name' | 'labels'> & { readonly threads: number | undefined },
  judge: (file: Uint8Array, at: number) => Promise<Judgement>,
): Promise<readonly EvaluatedVariant[]> {
  const evaluated: EvaluatedVariant[] = [];
  for (const [at, each] of trained.entries()) {
    const parts = { ...about, ...each };
    const judgement = await judge(encodeModel(detectorModel(parts)), at);
    const { metrics, latency } = judgement;
    const file = await finishModel(detectorModel(parts, metrics), about.threads);
    const variant = { precision: each.precision, bytes: file.length, metrics, latency };
    evaluated.push({ trained: each, file, judgement, variant });
  }
  return evaluated;
}
