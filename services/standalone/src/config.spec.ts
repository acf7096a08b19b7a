import { configReference, processConfig, type ConfigSchema } from '@tutti/service-kit';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { datasetsProcessConfig } from '@tutti/datasets';
import { deploymentProcessConfig } from '@tutti/deployment';
import { devicesProcessConfig } from '@tutti/devices';
import { identityProcessConfig } from '@tutti/identity';
import { proxyConfig } from '@tutti/proxy';
import { summaryProcessConfig } from '@tutti/summary';
import { trainerConfig } from '@tutti/trainer';
import { trainingProcessConfig } from '@tutti/training';
import { standaloneConfig } from './config';

const intro = `# Configuration

Generated from the code; do not edit. Options are shown by \`npm start -- --help\`. \`npm start\` runs all services in one
process; \`npm run distributed\` and a production installation run a process (or several) of each.

`;

/** What a service's process reads beside what all of them do. */
const own = (schema: ConfigSchema): ConfigSchema =>
  z.object(Object.fromEntries(Object.entries(schema.shape).filter(([key]) => !(key in processConfig))));

const services = {
  identity: identityProcessConfig,
  devices: devicesProcessConfig,
  datasets: datasetsProcessConfig,
  training: trainingProcessConfig,
  deployment: deploymentProcessConfig,
  summary: summaryProcessConfig,
};

it('the configuration reference says what the code reads', async () => {
  const file = join(import.meta.dirname, '../../../docs/reference/configuration.md');
  const sections = [
    configReference('Environment of `npm start`', standaloneConfig),
    configReference("Environment of every service's process", z.object(processConfig)),
    ...Object.entries(services)
      .filter(([, schema]) => Object.keys(own(schema).shape).length > 0)
      .map(([name, schema]) => configReference(`Also of a process of ${name}`, own(schema))),
    configReference('Environment of the proxy', proxyConfig),
    configReference('Environment of a trainer', trainerConfig),
  ];
  await expect(intro + sections.join('\n')).toMatchFileSnapshot(file);
});
