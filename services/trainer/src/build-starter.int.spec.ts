import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Model, decodeImage } from '@tutti/vision';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Starter, buildStarter } from './build-starter';
import { starterReportSchema } from './starter/starter-report';

const perClass = { train: 30, test: 30, pictures: 2 };
let parent: string;
let starter: Starter;
const lines: string[] = [];

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const reportOf = async (folder: string) =>
  starterReportSchema.parse(JSON.parse(await readFile(join(folder, 'digits-v0.0.json'), 'utf8')));

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'starter-'));
  starter = await buildStarter({
    outDir: join(parent, 'first'),
    perClass,
    onProgress: (line) => lines.push(line),
  });
});
afterAll(() => rm(parent, { recursive: true }));

describe('the starter', () => {
  it('learns real handwriting', async () => {
    const { metrics, parity, dataset, digest, sizeBytes } = await reportOf(join(parent, 'first'));
    expect(starter.accuracy).toBe(metrics.accuracy);
    // Chance is 0.1; thirty digits per class reached about 0.9.
    expect(metrics.accuracy).toBeGreaterThan(0.84);
    expect(metrics.correct).toBe(Math.round(metrics.accuracy * 300));
    expect(parity).toMatchObject({ pictures: 16 });
    expect(parity.maxDifference).toBeLessThanOrEqual(1e-4);
    expect(dataset).toMatchObject({
      package: 'mnist',
      version: '1.1.0',
      train: 300,
      test: 300,
      pictures: 20,
    });
    const file = await readFile(starter.modelPath);
    expect([sha256(file), file.length]).toEqual([digest, sizeBytes]);
    expect(lines.length).toBeGreaterThan(3);
  });

  it('comes with pictures whose truth is known, and answers them as its report says', async () => {
    const csv = await readFile(join(starter.picturesDir, 'labels.csv'), 'utf8');
    const rows = csv
      .trim()
      .split('\n')
      .map((row) => row.split(','));
    expect(rows.shift()).toEqual(['file', 'label']);
    const files = (await readdir(starter.picturesDir)).filter((file) => file.endsWith('.png'));
    expect(rows.map(([file]) => file)).toEqual(files.toSorted());
    const model = await Model.load(await readFile(starter.modelPath));
    expect(model.info).toMatchObject({
      name: 'digits',
      version: 'v0.0',
      task: 'classification',
      input: { width: 96, height: 96 },
    });
    expect(model.info.outputs.map(({ name, shape }) => [name, shape])).toEqual([
      ['probabilities', [-1, 10]],
      ['embedding', [-1, 704]],
    ]);
    let correct = 0;
    for (const [file = '', label] of rows) {
      const image = await decodeImage(await readFile(join(starter.picturesDir, file)));
      expect(image).toMatchObject({ width: 140, height: 140 });
      if ((await model.predict(image)).label === label) correct++;
    }
    await model.release();
    expect(correct / rows.length).toBe((await reportOf(join(parent, 'first'))).metrics.pictureAccuracy);
    expect(correct / rows.length).toBeGreaterThan(0.7);
  });

  it('keeps golden answers that the file still gives', async () => {
    const { golden, labels } = await reportOf(join(parent, 'first'));
    expect(golden).toHaveLength(16);
    const model = await Model.load(await readFile(starter.modelPath), { intraOpThreads: 1 });
    for (const { png, probabilities } of golden) {
      const prediction = await model.predict(await decodeImage(Buffer.from(png, 'base64')));
      for (const [at, label] of labels.entries()) {
        expect(Math.abs((prediction.probabilities[label] ?? NaN) - (probabilities[at] ?? NaN))).toBeLessThan(
          1e-4,
        );
      }
    }
    await model.release();
  });

  it('comes out the same, byte for byte, when it is built again', async () => {
    await buildStarter({ outDir: join(parent, 'second'), perClass });
    const contents = async (folder: string) => {
      const names = (await readdir(folder, { recursive: true }))
        .filter((name) => name.includes('.'))
        .toSorted();
      return Promise.all(names.map(async (name) => [name, sha256(await readFile(join(folder, name)))]));
    };
    expect(await contents(join(parent, 'second'))).toEqual(await contents(join(parent, 'first')));
  });

  it('is not built again when it is there', async () => {
    const before = await stat(starter.modelPath);
    const again = await buildStarter({
      outDir: join(parent, 'first'),
      perClass,
      onProgress: () => expect.unreachable(),
    });
    expect(again).toEqual(starter);
    expect((await stat(starter.modelPath)).mtimeMs).toBe(before.mtimeMs);
  });

  it('does not write over somebody else’s folder', async () => {
    const taken = join(parent, 'taken');
    await mkdir(taken);
    await writeFile(join(taken, 'mine.txt'), 'mine');
    await expect(
      buildStarter({ outDir: taken, perClass: { train: 5, test: 2, pictures: 2 } }),
    ).rejects.toThrow('in the way');
    expect(await readdir(taken)).toEqual(['mine.txt']);
  });
});
