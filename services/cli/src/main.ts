import { Command } from 'commander';
import { deploymentCommands } from './deployments/deployment-commands';
import { init } from './init';
import { rolloutCommands } from './rollouts/rollout-commands';
import { summaryCommands } from './summaries/summary-commands';

const program = new Command('tutti').description('Tutti on the command line');

program
  .command('init')
  .description(
    "makes keys, accounts, each service's folder of keys and the configuration of a nats-server; keeps keys that are there",
  )
  .option('--data <dir>', 'data directory, the one that `npm start` is given', '.tutti')
  .option('--workspace <name>', 'unique name of this installation', 'tutti')
  .option('--port <n>', 'port of the nats-server', '4222')
  .option('--monitor-port <n>', 'port of its monitoring, on this machine only', '8222')
  .action(init);

program.addCommand(rolloutCommands()).addCommand(deploymentCommands()).addCommand(summaryCommands());

program.parseAsync().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
});
