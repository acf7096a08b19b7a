import type { Linter } from 'eslint';

export function projectBoundaries(nx: unknown): Linter.Config;
export const pureDomain: Linter.Config;
