import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const shared = { resolve: { tsconfigPaths: true } };
const ignored = ['**/node_modules/**', '**/dist/**', '.tutti*/**'];

/** What the suite of the whole system leaves out where every service is processes of its own, and why. */
const notDistributed = [
  // The command line and the terminal of `npm start`.
  'services/standalone/e2e/command-line.e2e.spec.ts',
  // It starts a system of its own, in one process.
  'services/standalone/e2e/demo.e2e.spec.ts',
  // NATS_URL of `npm start`; separate services always have one.
  'services/standalone/e2e/nats-url.e2e.spec.ts',
  // A database server on a full disk waits, for minutes, and so does whoever asks it.
  'services/standalone/e2e/full-disk.root.e2e.spec.ts',
  // Minutes of browser on pages that are the same files and speak to the same REST, thousands of calls to the same
  // routes, and minutes of waiting for what one process shows as well; WHOLE_SUITE=1 runs them too.
  ...(process.env['WHOLE_SUITE'] === '1'
    ? []
    : [
        'services/console/e2e/!(console).e2e.spec.ts',
        'services/standalone/e2e/{fuzz,grpc-fuzz,training-kill,deployment-kill,shadow}.e2e.spec.ts',
        'services/standalone/e2e/{{rollout,summary}-command-line,full-disk-deployment.root}.e2e.spec.ts',
      ]),
];

/** These mount file systems or make network namespaces. */
const asRoot = process.getuid?.() === 0 ? [] : ['**/*.root.e2e.spec.ts'];

/** Two machines need network namespaces (root), a firewall that loses packets, and a look at what passes the cable. */
const tools = ['ip', 'tc', 'nft', 'tcpdump'].map((tool) => `command -v ${tool}`).join(' && ');
const hasNetworks = spawnSync('sh', ['-c', `${tools} && unshare --net true`]).status === 0;
if (!hasNetworks)
  console.warn('Project "net" (two machines) is left out: it needs root, iproute2, nftables and tcpdump.');

/** Files at once; these specs wait for servers as often as for the processor. Before those of the whole system. */
const inParallel = { maxWorkers: Math.max(2, availableParallelism() - 1), sequence: { groupOrder: 0 } };

/** Whole systems: most of their time they wait, so two of them share the processor. */
const e2e = {
  exclude: [...ignored, ...asRoot],
  expect: { poll: { timeout: 15_000 } },
  testTimeout: 180_000,
  hookTimeout: 180_000,
  maxWorkers: 2,
  sequence: { groupOrder: 1 },
};

/** Short files that take a minute or more: at the end, where files go that are short, all others would wait for them. */
const longFiles = ['shadow', 'live', 'training-kill', 'full-disk.root', 'imports'];
const isLong = ({ moduleId }: TestSpecification): boolean =>
  longFiles.some((name) => moduleId.endsWith(`/${name}.e2e.spec.ts`));

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

/** Open no database, or ask it nothing. */
const withoutDatabase = [
  'libs/runtime/src/{process/dead-letters,telemetry/telemetry-consumer}.int.spec.ts',
  'services/datasets/src/archive/zip.int.spec.ts',
  'services/summary/test/{events,outbound}*.int.spec.ts',
];

/** What opens a database runs on SQLite (in unit or int) and once more on MariaDB. */
const onMariadb = [
  'libs/{database,runtime}/**/*.{int,mariadb}.spec.ts',
  'libs/service-kit/**/{{about,list-page,runners}.int,*.mariadb}.spec.ts',
  'libs/runtime/src/{projection,process}/{*-runner,rebuild,row-cache}.spec.ts',
  'services/{identity,devices,datasets,training,deployment,summary}/**/*.{int,mariadb}.spec.ts',
];

/**
 * unit: pure and fast. int: a real nats-server and SQLite; mariadb: the same on MariaDB. e2e: the whole system in one
 * process; e2e-distributed: the same specs, every service as two processes of its own.
 * net: the system on two machines.
 */
export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        ...shared,
        test: {
          ...inParallel,
          name: 'unit',
          // Property tests work for seconds, and longer where others work beside them.
          testTimeout: 60_000,
          include: ['{libs,services,infra}/**/*.spec.{ts,tsx}'],
          exclude: [...ignored, '**/*.{int,mariadb,e2e,distributed,net}.spec.ts'],
        },
      },
      {
        ...shared,
        test: {
          ...inParallel,
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
          ...inParallel,
          name: 'mariadb',
          include: onMariadb,
          exclude: [...ignored, ...withoutDatabase],
          env: { TUTTI_TEST_ENGINE: 'mariadb' },
          globalSetup: 'infra/dev/mariadb.mjs',
          expect: { poll: { timeout: 10_000 } },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        ...shared,
        test: {
          ...e2e,
          name: 'e2e',
          include: ['services/**/*.e2e.spec.ts'],
        },
      },
      ...(hasNetworks
        ? [
            {
              ...shared,
              test: {
                ...e2e,
                name: 'net',
                // A line that loses a third of all packets is slow enough alone.
                maxWorkers: 1,
                sequence: { groupOrder: 3 },
                include: ['services/**/*.net.spec.ts'],
              },
            },
          ]
        : []),
      {
        ...shared,
        test: {
          ...e2e,
          name: 'e2e-distributed',
          // Some twenty processes each: one system is all that two cores bear in good time.
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
          include: ['services/*/e2e/*.{e2e,distributed}.spec.ts'],
          exclude: [...ignored, ...asRoot, ...notDistributed],
          env: { TUTTI_SYSTEM: 'distributed' },
        },
      },
    ],
  },
});
