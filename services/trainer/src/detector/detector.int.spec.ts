import { evaluationReport } from '@tutti/contracts/training';
import { Model, checkGolden, decodeImage } from '@tutti/vision';
import { beforeAll, describe, expect, it } from 'vitest';
import { partsData } from '../belt/parts-data';
import type { TrainedModel, TrainingData } from '../task/training-task';
import { sampleTask, sha256 } from '../testing/sample-task';
import { detector, detectorSteps } from './detector';

const parameters = { inputSize: 192, epochs: 5, hiddenWidth: 32 };
let data: TrainingData;
let told: ReturnType<typeof sampleTask>;
let trained: TrainedModel;

const tasked = (changes: Parameters<typeof sampleTask>[1] = {}) =>
  sampleTask(data, { parameters, ...changes });

beforeAll(async () => {
  const keys = ['brick', 'gear', 'magnet'];
  data = await partsData({ sizes: { train: 32, validation: 6, test: 12 }, side: 192, keys });
  told = tasked({ parameters: { ...parameters, precision: 'int8' } });
  trained = await detector.train(told.task);
});

describe('a trained detector', () => {
  it('finds parts in pictures that it never saw, as its judgement says', async () => {
    const { metrics, classes, confusion, part } = trained.judgement;
    expect([part, metrics.items]).toEqual(['test', 12]);
    // Untrained it is near 0; more scenes and epochs reach 0.98.
    expect(metrics.map50).toBeGreaterThan(0.7);
    expect(classes.map(({ key }) => key)).toEqual(['gear', 'magnet', 'brick']);
    expect(confusion.map((row) => row.length)).toEqual([4, 4, 4, 4]);
    const boxes = data.items
      .filter(({ split }) => split === 'test')
      .flatMap(({ label }) => ('boxes' in label ? label.boxes : []));
    expect(
      confusion
        .slice(0, 3)
        .flat()
        .reduce((sum, count) => sum + count),
    ).toBe(boxes.length);
  });

  it('is one file that devices read, with a self-test that passes', async () => {
    const model = await Model.load(trained.artifact);
    expect(model.info).toMatchObject({
      task: 'detection',
      name: 'sample',
      labels: ['gear', 'magnet', 'brick'],
    });
    expect(model.info.metadata).toMatchObject({ precision: 'int8', backbone: 'mobilenetv2-oidv4-cells192' });
    expect(await checkGolden(model)).toBe(true);
    const item = data.items.find(
      ({ split, label }) => split === 'test' && 'boxes' in label && label.boxes.length > 1,
    );
    const { boxes } = await model.predict(await decodeImage(await data.picture(item?.digest ?? '')));
    await model.release();
    expect(boxes.length).toBeGreaterThan(0);
  });

  it('comes in both number formats when int8 is asked for, the latter much smaller', () => {
    expect(trained.variants.map(({ precision }) => precision)).toEqual(['fp32', 'int8']);
    const [float, small] = trained.variants.map(({ bytes }) => bytes);
    expect(small).toBe(trained.artifact.length);
    expect((small ?? NaN) / (float ?? NaN)).toBeLessThan(0.4);
    expect(Math.min(...trained.variants.map(({ metrics }) => metrics.map50 ?? 0))).toBeGreaterThan(0.7);
  });

  it('tells its steps, its curves and what it did', () => {
    expect(told.steps()).toEqual(detectorSteps);
    expect(new Set(told.points().map(({ series }) => series))).toEqual(
      new Set(
        ['', 'int8/'].flatMap((of) =>
          ['loss/train', 'loss/validation', 'map50/validation'].map((series) => of + series),
        ),
      ),
    );
    const losses = told.points().filter(({ series }) => series === 'loss/train');
    expect(losses.at(-1)?.value).toBeLessThan((losses[0]?.value ?? NaN) / 2);
    expect(told.lines().join('\n')).toMatch(/no score differs by more than/);
    expect(trained.items).toEqual({ train: 32, validation: 6, test: 12 });
  });

  it('shows its worst pictures as the contract has them', () => {
    const examples = trained.judgement.examples.map(({ thumbnail, ...example }) => ({
      ...example,
      thumbnail: { digest: sha256(thumbnail), bytes: thumbnail.length },
    }));
    expect(evaluationReport.safeParse({ ...trained.judgement, examples }).error).toBeUndefined();
  });
});

describe('training again', () => {
  it('gives the same bytes, and compares with the model before on the same pictures', async () => {
    const [again, other] = [
      tasked({ current: trained.artifact }),
      tasked({ current: Uint8Array.of(1, 2, 3) }),
    ];
    const [one, two] = [await detector.train(again.task), await detector.train(other.task)];
    expect(sha256(one.artifact)).toBe(sha256(two.artifact));
    expect(one.baseline?.metrics).toEqual(trained.judgement.metrics);
    expect(again.lines().join('\n')).not.toContain('not compared');
    expect(two.baseline).toBeNull();
    expect(other.lines().join('\n')).toContain('no detector that can be loaded');
  });

  it.each(detectorSteps)('ends when a report during %s throws', async (step) => {
    const cancelled = new Error('cancelled');
    const { task } = tasked({
      parameters: { ...parameters, epochs: 1 },
      report: (progress) => {
        if (progress.step === step) throw cancelled;
      },
    });
    await expect(detector.train(task)).rejects.toBe(cancelled);
  });

  it('names the picture that cannot be read', async () => {
    const [broken] = data.items;
    const picture = (digest: string) =>
      digest === broken?.digest ? Promise.resolve(new Uint8Array([0xff, 0xd8, 0xff])) : data.picture(digest);
    const training = detector.train(sampleTask({ ...data, picture }, { parameters }).task);
    await expect(training).rejects.toMatchObject({
      code: 'training.picture-broken',
      message: expect.stringContaining(broken?.fileName ?? '') as string,
    });
  });
});
