import { classifierParameters } from '@tutti/contracts/training';
import { backboneName } from '../backbone/backbone';
import { backboneSource } from '../backbone/backbone-source';
import { digitsSample } from '../digits/digits-sample';
import type { TrainedModel, Trainer, TrainingTask } from '../task/training-task';
import { type CheckedData, checkData } from './check-data';
import { compare } from './compare';
import { type Exported, exportModel, picturesToCompare } from './export';
import { type FeaturePlan, type Features, featuresOf } from './features';
import { judgeAnswers, judgementOf } from './judge-answers';
import { digestOf, rememberAnswers } from './known-answers';
import { type Learned, curvesOf, learn } from './learn';

/** A trained model, and how it came to be. */
export interface TrainedClassifier extends TrainedModel {
  readonly l2: number;
  readonly iterations: number;
  readonly parity: Exported['parity'];
}

/** Image classification: a linear head on the features of a backbone that is not trained itself. */
export const classifier: Trainer = {
  name: 'classifier',
  steps: ['check', 'features', 'train', 'evaluate', 'compare', 'export'],
  samples: { digits: () => digitsSample() },
  train: (task) => trainClassifier(task),
};

/** `metadata`: further key/value pairs for the file. */
export async function trainClassifier(
  task: TrainingTask,
  metadata: Readonly<Record<string, string>> = {},
): Promise<TrainedClassifier> {
  const parameters = classifierParameters.parse(task.parameters);
  const checked = checkData(task.data);
  task.report({ step: 'check', progress: 1, lines: checked.lines });
  const plan = { task, checked, parameters };
  const learned = await learnAll(plan, await featuresOf(plan));
  const [chosen] = learned.slice(-1);
  if (chosen === undefined) throw new Error('There are no features.');

  task.report({ step: 'evaluate', progress: null });
  const judgement = await judgementOf(task.data, checked, chosen.probabilities);
  task.report({ step: 'evaluate', progress: 1, lines: learned.map((each) => verdict(each, checked)) });
  const baseline = await compare(task, checked);

  task.report({ step: 'export', progress: null });
  const exported: Exported[] = [];
  const pictures = await picturesToCompare(plan, parameters.inputSize);
  for (const each of learned) {
    const { metrics } = judgeAnswers(checked, each.probabilities);
    exported.push(await exportModel({ task, checked, metadata, pictures }, each, metrics));
    task.report({ step: 'export', progress: exported.length / learned.length });
  }
  const [artifact] = exported.slice(-1);
  if (artifact === undefined) throw new Error('Nothing was exported.');
  rememberAnswers(task.cache, digestOf(artifact.file), checked, chosen.probabilities);
  const { latency } = artifact.variant;
  return {
    artifact: artifact.file,
    labels: checked.labels,
    judgement: { ...judgement, ...(latency === undefined ? {} : { latency }) },
    variants: exported.map(({ variant }) => variant),
    baseline,
    backbone: { name: backboneName, sha256: backboneSource.sha256 },
    items: { train: checked.learn.length, ...heldOut(checked) },
    ...{ l2: chosen.head.l2, iterations: chosen.head.iterations, parity: artifact.parity },
  };
}

/** The last one is the artifact's: its curves are shown. */
async function learnAll(plan: FeaturePlan, features: readonly Features[]): Promise<readonly Learned[]> {
  const { report } = plan.task;
  const all: Learned[] = [];
  for (const each of features) {
    const learned = await learn(plan, each, (share) =>
      report({ step: 'train', progress: (all.length + share) / features.length }),
    );
    all.push(learned);
    const { l2, iterations, validationLoss, curve } = learned.head;
    const line = `Head (${each.precision}): L2 ${l2}, ${iterations} epochs, validation loss ${validationLoss.toFixed(4)}`;
    const points = all.length === features.length ? curvesOf(curve) : [];
    report({ step: 'train', progress: all.length / features.length, lines: [line], points });
  }
  return all;
}

function verdict({ precision, probabilities }: Learned, checked: CheckedData): string {
  const { items, accuracy, macroF1 } = judgeAnswers(checked, probabilities).metrics;
  return `${precision}: accuracy ${accuracy.toFixed(4)}, macro F1 ${macroF1.toFixed(4)} on ${items} pictures`;
}

const heldOut = ({ part, choose, judge }: CheckedData) =>
  part === 'test' ? { validation: choose.length, test: judge.length } : { validation: judge.length, test: 0 };
