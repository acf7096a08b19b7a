import { bundledProgram } from '@tutti/testing';

/** The program that looks at models. */
export const inspectorProgram = (): Promise<string> =>
  bundledProgram('services/training/src/model/inspection/main.ts');
