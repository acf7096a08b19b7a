import { loadConfig, startAgent } from '@tutti/agent';
import { decodeImage, fitImage } from '@tutti/vision';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { median, report } from './report';

/** The whole pipeline (read, decode, fit, infer, journal with fsync) against a bare onnxruntime-node loop. */

const seconds = 6;
const rounds = 3;
const starter = JSON.parse(
  execFileSync(process.execPath, ['infra/dev/models.mjs', '--json'], { encoding: 'utf8' })
    .split('\n')
    .findLast((line) => line.startsWith('{')) ?? '',
) as { modelPath: string; picturesDir: string };
const dir = mkdtempSync(join(tmpdir(), 'tutti-bench-'));
const models = join(dir, 'models');
mkdirSync(models);
copyFileSync(starter.modelPath, join(models, basename(starter.modelPath)));
const files = readdirSync(starter.picturesDir).filter((name) => name.endsWith('.png'));

const bare = async (): Promise<number> => {
  const session = await InferenceSession.create(readFileSync(starter.modelPath), { intraOpNumThreads: 1 });
  const fit = { width: 96, height: 96, resize: 'stretch', padValue: 0 } as const;
  let frames = 0;
  const started = performance.now();
  while (performance.now() - started < seconds * 1000) {
    const image = await decodeImage(
      await readFile(join(starter.picturesDir, files[frames % files.length] ?? '')),
    );
    const { data } = (await fitImage(image, fit)).image;
    await session.run({ image: new Tensor('uint8', data, [1, 96, 96, 3]) });
    frames++;
  }
  const rate = (frames / (performance.now() - started)) * 1000;
  await session.release();
  return rate;
};

const whole = async (name: string, flags: object = {}): Promise<number> => {
  const settings = {
    models,
    images: starter.picturesDir,
    rate: 0,
    inferenceInterval: 0,
    port: 0,
    threads: 1,
    logLevel: 'error',
  };
  const agent = await startAgent(loadConfig({ ...settings, ...flags, data: join(dir, name) }, {}));
  while (agent.state().results < 20) await new Promise(setImmediate);
  const before = agent.state().results;
  const started = performance.now();
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const rate = ((agent.state().results - before) / (performance.now() - started)) * 1000;
  await agent.stop();
  return rate;
};

const bareRates: number[] = [];
const wholeRates: number[] = [];
const samplerRates: number[] = [];
/** The worst there is: every picture is chosen, as long as its content is new. */
const choosing = {
  sampleThreshold: 1,
  sampleAudit: 1,
  samplesPerDay: 100_000,
  sampleMegabytesPerDay: 100_000,
};
for (let round = 0; round < rounds; round++) {
  bareRates.push(await bare());
  wholeRates.push(await whole(`agent${round}`));
  samplerRates.push(await whole(`sampler${round}`, choosing));
}
rmSync(dir, { recursive: true });
const ratio = median(wholeRates.map((rate, n) => rate / (bareRates[n] ?? Number.NaN)));
const choosingRatio = median(samplerRates.map((rate, n) => rate / (wholeRates[n] ?? Number.NaN)));
report('agent', [
  { name: 'bare onnxruntime-node loop with the same decoding', value: median(bareRates), unit: 'frames/s' },
  { name: 'agent, whole pipeline with journal', value: median(wholeRates), unit: 'frames/s' },
  { name: 'the same, choosing every picture', value: median(samplerRates), unit: 'frames/s' },
  { name: 'agent that chooses / agent', value: choosingRatio, unit: 'x', goal: '>=0.9' },
  { name: 'agent / bare loop', value: ratio, unit: 'x', goal: '>=0.9' },
]);
process.exit();
