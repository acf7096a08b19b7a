import { ModelError } from '@tutti/vision';
import type { ModelLabel } from '@tutti/contracts/training';
import { withModel } from '../export/finish-model';
import type { Judgement, TrainedModel, TrainingTask } from '../task/training-task';
import type { Reporter } from './reporter';

/** How the current model does on the same pictures; null when there is none, or none that finds boxes of these classes. */
export async function compareDetector(
  { current, threads }: Pick<TrainingTask, 'current' | 'threads'>,
  labels: readonly ModelLabel[],
  reporter: Reporter,
  judge: (file: Uint8Array) => Promise<Judgement>,
): Promise<TrainedModel['baseline']> {
  const skip = (why: string): null => {
    reporter.skip('compare', why);
    return null;
  };
  if (current === null) return skip('There is no current model to compare with');
  const known = await labelsOf(current, threads);
  if (known === undefined)
    return skip('The current model is no detector that can be loaded: it is not compared with');
  const missing = labels.filter(({ key, name }) => !known.includes(key) && !known.includes(name));
  if (missing.length === labels.length)
    return skip('The current model is for other classes: it is not compared with');
  if (missing.length > 0)
    reporter.lines([
      `The current model does not know ${missing.map(({ name }) => name).join(', ')}: it misses them`,
    ]);
  const judgement = await judge(current);
  return { metrics: judgement.metrics, judgement };
}

async function labelsOf(file: Uint8Array, threads?: number): Promise<readonly string[] | undefined> {
  try {
    return await withModel(
      file,
      async ({ info: { task, labels } }) => (task === 'detection' ? labels : undefined),
      threads,
    );
  } catch (error) {
    if (error instanceof ModelError) return undefined;
    throw error;
  }
}
