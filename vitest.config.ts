import { defineConfig } from 'vitest/config';

const shared = { resolve: { tsconfigPaths: true } };
const ignored = ['**/node_modules/**', '**/dist/**', '.tutti*/**'];

/** unit: pure and fast. int: a real nats-server and a real database. e2e: the whole system. */
export default defineConfig({
  test: {
    projects: [
      {
        ...shared,
        test: {
          name: 'unit',
          include: ['{libs,services,infra}/**/*.spec.{ts,tsx}'],
          exclude: [...ignored, '**/*.{int,e2e}.spec.ts'],
        },
      },
      {
        ...shared,
        test: {
          name: 'int',
          include: ['{libs,services}/**/*.int.spec.ts'],
          exclude: ignored,
          expect: { poll: { timeout: 10_000 } },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        ...shared,
        test: {
          name: 'e2e',
          include: ['services/**/*.e2e.spec.ts'],
          exclude: ignored,
          expect: { poll: { timeout: 15_000 } },
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
