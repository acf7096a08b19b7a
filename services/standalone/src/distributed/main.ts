import 'reflect-metadata';
import { parseConfig } from '@tutti/service-kit';
import { readEnvironment, standaloneConfig } from '../config';
import { dataPaths } from '../data-dir';
import { runSystem } from '../run-system';
import { startDistributed, type DistributedBuilds } from './distributed';
import { parseOptions } from './options';

/** What `npm run distributed` runs. */
export const runDistributed = (argv: readonly string[], builds: DistributedBuilds): Promise<void> => {
  const options = parseOptions(argv);
  const logFile = dataPaths(options.data).log;
  return runSystem({ command: 'npm run distributed', logFile }, async () => {
    const { config } = parseConfig(standaloneConfig, readEnvironment());
    return startDistributed({ options, config, builds });
  });
};
