import { evaluationReport } from '@tutti/contracts/training';
import { Model, checkGolden } from '@tutti/vision';
import { beforeAll, describe, expect, it } from 'vitest';
import { withModel } from '../export/finish-model';
import { readDigits } from '../digits/digit-source';
import { splitDigits } from '../digits/digit-split';
import { digitsData } from '../digits/digits-sample';
import type { TrainingItem, TrainingTask } from '../task/training-task';
import { type StripedData, sampleTask, sha256, stripedData, stripes } from '../testing/sample-task';
import { type TrainedClassifier, classifier, trainClassifier } from './classifier';

const quick = { inputSize: 96, epochs: 30 };

let data: StripedData;
let first: ReturnType<typeof sampleTask>;
let trained: TrainedClassifier;

const taskOf = (changes: Partial<TrainingTask> = {}) => sampleTask(data, { parameters: quick, ...changes });

beforeAll(async () => {
  data = await stripedData({ train: 12, test: 8 });
  first = taskOf();
  trained = await trainClassifier(first.task);
});

describe('a trained classifier', () => {
  it('tells apart what can be told apart, and is judged by what was held out', () => {
    expect(trained.judgement.metrics).toMatchObject({ items: 24 });
    expect(trained.judgement.metrics.accuracy).toBeGreaterThan(0.9);
    expect(trained.judgement.part).toBe('test');
    expect(trained.items).toEqual({ train: 36, validation: 0, test: 24 });
    expect(trained.baseline).toBeNull();
    expect(trained.variants).toMatchObject([{ precision: 'fp32', bytes: trained.artifact.length }]);
  });

  it('has a judgement as the contract wants it', () => {
    const { examples, ...rest } = trained.judgement;
    const stored = examples.map(({ thumbnail, ...example }) => ({
      ...example,
      thumbnail: { digest: sha256(thumbnail), bytes: thumbnail.length },
    }));
    expect(() => evaluationReport.parse({ ...rest, examples: stored })).not.toThrow();
    expect(examples).toHaveLength(24);
  });

  it('says what it is, and passes its own self-test', async () => {
    await withModel(trained.artifact, async (model) => {
      expect(await checkGolden(model)).toBe(true);
      expect(model.info).toMatchObject({ name: 'sample', task: 'classification', labels: [...stripes] });
      expect(model.info.metadata).toMatchObject({ precision: 'fp32', backbone: trained.backbone.name });
      expect(JSON.parse(model.info.metadata['metrics'] ?? '')).toEqual(trained.judgement.metrics);
    });
    expect(trained.parity).toMatchObject({ pictures: 16 });
    expect(trained.parity.maxDifference).toBeLessThanOrEqual(1e-4);
  });

  it('goes through its steps and draws its curves', () => {
    expect(first.steps()).toEqual(classifier.steps);
    const series = Map.groupBy(first.points(), ({ series: name }) => name);
    expect([...series.keys()]).toEqual(['loss/train', 'loss/validation', 'accuracy/validation']);
    for (const points of series.values()) {
      const steps = points.map(({ step }) => step);
      expect(steps).toEqual(steps.map((_, at) => at + 1));
    }
  });

  it('comes out the same, byte for byte, from the same task, whether features were known or not', async () => {
    for (const { task } of [taskOf(), first]) {
      const again = await trainClassifier(task);
      expect(sha256(again.artifact)).toBe(sha256(trained.artifact));
      expect(again.judgement.metrics).toEqual(trained.judgement.metrics);
    }
  });

  it('asks for no picture whose features are known, but for those it shows and compares', async () => {
    data.asked.length = 0;
    await trainClassifier(first.task);
    const shown = trained.judgement.examples.length;
    expect(data.asked).toHaveLength(shown + trained.parity.pictures);
    expect(first.lines()).toContain('Features (fp32): 0 computed, 60 known from before');
  });
});

describe('the current model', () => {
  it('is judged by the same pictures', async () => {
    const { baseline } = await trainClassifier(taskOf({ current: trained.artifact }).task);
    expect(baseline?.metrics.items).toBe(24);
    expect(baseline?.judgement.confusion).toEqual(trained.judgement.confusion);
    expect(baseline?.metrics.loss).toBeCloseTo(trained.judgement.metrics.loss ?? NaN, 5);
  });

  it('is asked nothing twice', async () => {
    const { task } = taskOf({ current: trained.artifact, cache: first.task.cache });
    data.asked.length = 0;
    const { baseline } = await trainClassifier(task);
    expect(baseline?.judgement.confusion).toEqual(trained.judgement.confusion);
    expect(baseline?.metrics.loss).toBeCloseTo(trained.judgement.metrics.loss ?? NaN, 5);
    // Examples of both, and the pictures that the file is held against.
    const shown = trained.judgement.examples.length + (baseline?.judgement.examples.length ?? NaN);
    expect(data.asked).toHaveLength(shown + 16);
  });

  it('is wrong about classes that came after it, and is compared all the same', async () => {
    const [late] = data.classes;
    const keyOf = ({ label }: TrainingItem): string => ('classKey' in label ? label.classKey : '');
    const early = {
      ...data,
      classes: data.classes.filter((one) => one !== late),
      items: data.items.filter((item) => keyOf(item) !== late?.key),
    };
    const { artifact } = await trainClassifier(sampleTask(early, { parameters: quick }).task);
    const { task, lines } = taskOf({ current: artifact });
    const { baseline } = await trainClassifier(task);
    expect(baseline?.metrics.items).toBe(24);
    expect(baseline?.judgement.classes[0]).toMatchObject({ recall: 0, precision: null });
    expect(lines()).toContain(`The current model does not know ${late?.name}: it is wrong about them`);
  });

  it('is not compared with when it knows other classes, or is no model', async () => {
    const classes = data.classes.map(({ key, name }) => ({ key: key.toUpperCase(), name }));
    const items = data.items.map((item) => ({
      ...item,
      label: { classKey: 'classKey' in item.label ? item.label.classKey.toUpperCase() : '' },
    }));
    for (const [current, line] of [
      [trained.artifact, 'The current model is for other classes: numbers would not be comparable'],
      [Uint8Array.of(1, 2, 3), 'The current model cannot be loaded: it is not compared with'],
    ] as const) {
      const { task, lines } = sampleTask({ ...data, classes, items }, { parameters: quick, current });
      expect((await trainClassifier(task)).baseline).toBeNull();
      expect(lines()).toContain(line);
    }
  });
});

describe('what ends a training', () => {
  it('a broken picture, by name', async () => {
    const broken = data.items[7];
    const picture = (digest: string) =>
      digest === broken?.digest ? Promise.resolve(Uint8Array.of(0xff, 0xd8, 0xff)) : data.picture(digest);
    await expect(
      trainClassifier(sampleTask({ ...data, picture }, { parameters: quick }).task),
    ).rejects.toMatchObject({
      name: 'TrainingRefused',
      code: 'training.picture-broken',
      message: expect.stringContaining(`Picture ${broken?.fileName}`) as string,
    });
  });

  it.each(classifier.steps)('a cancel during step %s', async (step) => {
    const cancelled = new Error('cancelled');
    const report: TrainingTask['report'] = (progress) => {
      if (progress.step === step) throw cancelled;
    };
    await expect(trainClassifier(taskOf({ report, current: trained.artifact }).task)).rejects.toBe(cancelled);
  });
});

describe('settings', () => {
  it('light augmentation learns from copies and judges by none', async () => {
    const { task, lines } = taskOf({ parameters: { ...quick, augmentation: 'light' } });
    const { judgement, items } = await trainClassifier(task);
    expect(lines()).toContain('Features (fp32): 168 computed, 0 known from before');
    expect([items.train, judgement.metrics.items]).toEqual([36, 24]);
    expect(judgement.metrics.accuracy).toBeGreaterThan(0.9);
  });

  it('pictures that both number formats are held against are decoded once, one after the other', async () => {
    let [open, most, exporting, asked] = [0, 0, false, 0];
    const picture = async (digest: string): Promise<Uint8Array> => {
      if (exporting) most = Math.max(most, ++open);
      const bytes = await data.picture(digest);
      if (exporting) [open, asked] = [open - 1, asked + 1];
      return bytes;
    };
    const report: TrainingTask['report'] = ({ step }) => void (exporting = step === 'export');
    const parameters = { ...quick, precision: 'int8' };
    const { task } = sampleTask({ ...data, picture }, { parameters, report });
    await trainClassifier(task);
    expect([most, asked]).toEqual([1, 16]);
  });

  it('int8 comes close to fp32, is a third of its size, and both are reported', async () => {
    const digits = digitsData(splitDigits(await readDigits(), { train: 30, test: 30, pictures: 0 }, 1));
    const parameters = { inputSize: 96, precision: 'int8' };
    const { artifact, variants, parity, judgement } = await trainClassifier(
      sampleTask(digits, { parameters }).task,
    );
    expect(variants.map(({ precision }) => precision)).toEqual(['fp32', 'int8']);
    const [float = NaN, int8 = NaN] = variants.map(({ metrics }) => metrics.accuracy);
    expect(int8).toBeGreaterThan(float - 0.04);
    expect(judgement.metrics.accuracy).toBe(int8);
    const [floatBytes = NaN, int8Bytes = NaN] = variants.map(({ bytes }) => bytes);
    expect(artifact.length).toBe(int8Bytes);
    expect(int8Bytes / floatBytes).toBeLessThan(0.35);
    expect(parity.maxDifference).toBeLessThanOrEqual(1e-4);
    const model = await Model.load(artifact);
    expect(model.info.metadata['precision']).toBe('int8');
    await model.release();
  });
});
