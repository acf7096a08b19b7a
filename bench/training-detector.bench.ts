import { partsData } from '@tutti/trainer/testing';
import { detector } from '@tutti/trainer/testing';
import { MemoryCache } from '@tutti/trainer/testing';
import { median, report } from './report';

/**
 * The built-in detector on parts on a belt: 300 scenes to learn from, 40 to choose by, 150 that it is judged by, 14
 * classes. Trained with three seeds on the same scenes, once with everything in 8 bits beside.
 */

const seeds = [1, 2, 3];
const goal = '>= 0.87';

const started = performance.now();
const data = await partsData({ sizes: { train: 300, validation: 40, test: 150 } });
const drawing = (performance.now() - started) / 1000;

const trainOnce = async (seed: number, precision: 'fp32' | 'int8') => {
  const begun = performance.now();
  const cache = new MemoryCache();
  const task = {
    name: 'parts',
    data,
    parameters: { precision },
    seed,
    current: null,
    cache,
    report: () => undefined,
  };
  const trained = await detector.train(task);
  const { metrics, latency } = trained.judgement;
  const { precision: right = 0, recall = 0, map50 = 0 } = metrics;
  return {
    ...{ map50, f1: (2 * right * recall) / (right + recall), latency: latency?.p50Ms ?? Number.NaN },
    seconds: (performance.now() - begun) / 1000,
    megabytes: trained.artifact.length / 1e6,
  };
};

type Run = Awaited<ReturnType<typeof trainOnce>>;

const runs: Run[] = [];
for (const seed of seeds) runs.push(await trainOnce(seed, 'fp32'));
const memory = process.resourceUsage().maxRSS / 1024;
const small = await trainOnce(1, 'int8');
const middle = (of: (run: Run) => number): number => median(runs.map(of));

report('training-detector', [
  { name: 'drawing 490 scenes', value: drawing, unit: 's' },
  { name: 'training and judging (median of 3 seeds)', value: middle(({ seconds }) => seconds), unit: 's' },
  { name: 'mAP50 (median of 3 seeds)', value: middle(({ map50 }) => map50), unit: '', goal },
  { name: 'mAP50 (worst of 3 seeds)', value: Math.min(...runs.map(({ map50 }) => map50)), unit: '', goal },
  { name: 'F1 at the chosen threshold (median of 3 seeds)', value: middle(({ f1 }) => f1), unit: '' },
  { name: 'a picture, one thread (median of 3 seeds)', value: middle(({ latency }) => latency), unit: 'ms' },
  { name: 'size', value: middle(({ megabytes }) => megabytes), unit: 'MB' },
  { name: 'peak memory of the process', value: memory, unit: 'MiB' },
  { name: 'int8 and fp32: training and judging', value: small.seconds, unit: 's' },
  { name: 'int8: mAP50', value: small.map50, unit: '' },
  { name: 'int8: F1 at the chosen threshold', value: small.f1, unit: '' },
  { name: 'int8: a picture, one thread', value: small.latency, unit: 'ms' },
  { name: 'int8: size', value: small.megabytes, unit: 'MB' },
]);
