import { Model, ModelError } from '@tutti/vision';
import type { TrainedModel, TrainingTask } from '../task/training-task';
import type { CheckedData } from './check-data';
import { judgementOf } from './judge-answers';
import { answersOf } from './known-answers';

/**
 * How the task's current model does on the very pictures that the new one is judged by; null when there is none, or
 * when it was made for something else.
 */
export async function compare(task: TrainingTask, checked: CheckedData): Promise<TrainedModel['baseline']> {
  const skip = (why: string): null => {
    task.report({ step: 'compare', progress: null, skipped: ['compare'], lines: [why] });
    return null;
  };
  if (task.current === null) return skip('There is no current model to compare with');
  const model = await load(task.current, task.threads);
  if (model === undefined) return skip('The current model cannot be loaded: it is not compared with');
  try {
    const order = orderOf(model, checked);
    if (order === undefined)
      return skip('The current model is for other classes: numbers would not be comparable');
    const missing = checked.labels.filter((_, at) => order[at] === -1).map(({ name }) => name);
    if (missing.length > 0) {
      const lines = [`The current model does not know ${missing.join(', ')}: it is wrong about them`];
      task.report({ step: 'compare', progress: null, lines });
    }
    const answers = await answersOf(model, { task, judge: checked.judge });
    const probabilities = answers.map((row) => order.map((at) => (at === -1 ? 0 : (row[at] ?? NaN))));
    const judgement = await judgementOf(task.data, checked, probabilities);
    return { metrics: judgement.metrics, judgement };
  } finally {
    await model.release();
  }
}

async function load(file: Uint8Array, threads?: number): Promise<Model | undefined> {
  try {
    return await Model.load(file, threads === undefined ? {} : { intraOpThreads: threads });
  } catch (error) {
    if (error instanceof ModelError) return undefined;
    throw error;
  }
}

/**
 * Where the model has each of our labels, -1 where it does not know it; undefined where it knows none of them, or others:
 * leaving those out would make it better than it is.
 */
function orderOf({ info }: Model, { labels }: CheckedData): readonly number[] | undefined {
  const order = labels.map(({ key }) => info.labels.indexOf(key));
  const known = order.filter((at) => at !== -1).length;
  return info.task === 'classification' && known > 0 && known === info.labels.length ? order : undefined;
}
