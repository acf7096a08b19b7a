import { createProjectGraphAsync } from '@nx/devkit';
import nx from '@nx/eslint-plugin';
import { ESLint, type Linter } from 'eslint';
import { join } from 'node:path';
import tseslint from 'typescript-eslint';
import { beforeAll, expect, it } from 'vitest';
import { projectBoundaries, pureDomain } from './boundaries.mjs';

const root = join(import.meta.dirname, '../..');
let eslint: ESLint;

beforeAll(async () => {
  await createProjectGraphAsync({ exitOnError: true });
  const config: Linter.Config[] = [
    { files: ['**/*.ts', '**/*.tsx'], languageOptions: { parser: tseslint.parser } },
    projectBoundaries(nx),
    pureDomain,
  ];
  eslint = new ESLint({ cwd: root, overrideConfigFile: true, overrideConfig: config });
}, 60_000);

const faults = async (file: string, code: string): Promise<(string | null)[]> => {
  const [result] = await eslint.lintText(code, { filePath: join(root, file) });
  return (result?.messages ?? []).map((message) => message.ruleId);
};

const boundaries = '@nx/enforce-module-boundaries';
const violations: readonly (readonly [why: string, file: string, code: string, rule: string])[] = [
  ['kernel imports a lib', 'libs/kernel/src/x.ts', `import '@tutti/contracts/common';`, boundaries],
  ['kernel imports a package', 'libs/kernel/src/x.ts', `import 'zod';`, boundaries],
  [
    'contracts import an adapter',
    'libs/contracts/src/common/x.ts',
    `import '@tutti/event-store';`,
    boundaries,
  ],
  ['an adapter imports the kit', 'libs/event-store/src/x.ts', `import '@tutti/service-kit';`, boundaries],
  ['an adapter imports Nest', 'libs/runtime/src/x.ts', `import '@nestjs/common';`, boundaries],
  ['a service imports a service', 'services/devices/src/x.ts', `import '@tutti/identity';`, boundaries],
  ['the agent imports Nest', 'services/agent/src/x.ts', `import '@nestjs/common';`, boundaries],
  ['the agent imports the ORM', 'services/agent/src/x.ts', `import 'typeorm';`, boundaries],
  ['the console imports an adapter', 'services/console/src/x.ts', `import '@tutti/event-store';`, boundaries],
  ['the console imports Nest', 'services/console/src/x.ts', `import '@nestjs/common';`, boundaries],
  [
    'a decider reads files',
    'services/devices/src/device/x.decider.ts',
    `import 'node:fs';`,
    'no-restricted-imports',
  ],
  [
    'a state imports a view',
    'services/devices/src/device/x.state.ts',
    `import './device-list.view';`,
    'no-restricted-imports',
  ],
  [
    'a projection imports the ORM',
    'services/devices/src/device/x.projection.ts',
    `import 'typeorm';`,
    'no-restricted-imports',
  ],
  [
    'a process imports the kit',
    'services/devices/src/device/x.process.ts',
    `import '@tutti/service-kit';`,
    'no-restricted-imports',
  ],
];

it.each(violations)('%s: refused', async (_, file, code, rule) => {
  expect(await faults(file, code)).toContain(rule);
});

it('what is allowed passes', async () => {
  const decider = `import '@tutti/kernel'; import '@tutti/contracts/devices'; import './device.state';`;
  expect(await faults('services/devices/src/device/x.decider.ts', decider)).toEqual([]);
  expect(
    await faults('services/devices/src/x.ts', `import '@tutti/service-kit'; import '@nestjs/common';`),
  ).toEqual([]);
});
