import 'reflect-metadata';
import { parseConfig } from '@tutti/service-kit';
import { readEnvironment, standaloneConfig } from './config';
import { dataPaths } from './data-dir';
import { parseOptions } from './options';
import { runSystem } from './run-system';
import { startStandalone, type Builds } from './standalone';

/** What `npm start` runs. */
export const runStandalone = (argv: readonly string[], builds: Builds): Promise<void> => {
  const options = parseOptions(argv);
  return runSystem({ command: 'npm start', logFile: dataPaths(options.data).log }, async () => {
    const { config, warnings } = parseConfig(standaloneConfig, readEnvironment());
    return startStandalone({ options, config, warnings, builds });
  });
};
