import { bundledProgram } from '@tutti/testing';

/** A program of this folder. */
export const bundled = (file: string): Promise<string> =>
  bundledProgram(`services/trainer/src/testing/${file}`);
