import { configReference } from '@tutti/service-kit';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { standaloneConfig } from './config';

it('the configuration reference says what the code reads', async () => {
  const file = join(import.meta.dirname, '../../../docs/reference/configuration.md');
  const intro =
    '# Configuration\n\nGenerated from the code; do not edit. Options are shown by `npm start -- --help`.\n\n';
  const environment = configReference('Environment of `npm start`', standaloneConfig);
  await expect(intro + environment).toMatchFileSnapshot(file);
});
