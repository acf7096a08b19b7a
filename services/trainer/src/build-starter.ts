import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SplitSizes } from './digits/digit-split';
import { finishFolder } from './starter/finished-folder';
import { type StarterReport, starterFiles, starterReportSchema } from './starter/starter-report';
import { writeStarter } from './starter/write-starter';

export interface StarterOptions {
  /** Left alone when it already holds a starter. */
  readonly outDir: string;
  readonly onProgress?: (line: string) => void;
  /** Digits per class; tests take fewer. */
  readonly perClass?: SplitSizes;
}

export interface Starter {
  readonly modelPath: string;
  readonly picturesDir: string;
  /** On held-out handwriting, 0..1. */
  readonly accuracy: number;
}

const usualSizes: SplitSizes = { train: 100, test: 200, pictures: 20 };

/** The first model and its pictures: a digit classifier trained on real handwriting, and digits that it never saw. */
export async function buildStarter({ outDir, onProgress, perClass }: StarterOptions): Promise<Starter> {
  let report = await readReport(outDir);
  if (report === undefined) {
    const plan = { perClass: perClass ?? usualSizes, onProgress: onProgress ?? (() => undefined) };
    await finishFolder(outDir, (folder) => writeStarter(folder, plan));
    report = await readReport(outDir);
  }
  if (report === undefined) throw new Error(`${outDir} is in the way: it holds no starter model. Remove it.`);
  return {
    modelPath: join(outDir, starterFiles.model),
    picturesDir: join(outDir, starterFiles.pictures),
    accuracy: report.metrics.accuracy,
  };
}

/** Undefined when there is none. The report stands for the whole, as the folder appears all at once. */
async function readReport(folder: string): Promise<StarterReport | undefined> {
  try {
    return starterReportSchema.parse(JSON.parse(await readFile(join(folder, starterFiles.report), 'utf8')));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
