import { Command } from 'commander';
import type { RolloutTarget } from '@tutti/contracts/deployment';
import { readAccess } from '../config';
import { RestClient } from '../rest/rest-client';
import { previewText, rolloutsTable, rolloutText } from './print-rollout';
import { readPlan, RolloutClient } from './rollout-client';
import { hasSucceeded, watchRollout } from './watch-rollout';

interface Common {
  readonly url?: string;
  readonly json?: boolean;
}

const clientOf = (given: Common): RolloutClient => new RolloutClient(new RestClient(readAccess(given)));

const show = <Value>({ json }: Common, value: Value, inWords: (value: Value) => string): void =>
  console.log(json ? JSON.stringify(value, null, 2) : inWords(value));

const common = (command: Command): Command =>
  command
    .option('--url <url>', 'where Tutti is; TUTTI_URL, else http://127.0.0.1:8080')
    .option('--json', 'as REST answers it, for programs');

const watch = async (client: RolloutClient, id: string): Promise<void> => {
  const ended = await watchRollout({ find: () => client.find(id), say: console.log });
  if (!hasSucceeded(ended)) process.exitCode = 1;
};

interface BackOptions extends Common {
  readonly filter?: string;
  readonly group?: string;
  readonly devices?: string[];
  readonly model?: string;
  readonly reason?: string;
}

const targetOf = ({ filter, group, devices }: BackOptions): RolloutTarget => {
  const targets: readonly RolloutTarget[] = [
    ...(filter === undefined ? [] : [{ kind: 'filter', filter } as const]),
    ...(group === undefined ? [] : [{ kind: 'group', groupId: group } as const]),
    ...(devices === undefined ? [] : [{ kind: 'devices', deviceIds: devices } as const]),
  ];
  const [target, ...others] = targets;
  if (!target || others.length > 0)
    throw new Error('Say which devices: one of --filter, --group and --devices.');
  return target;
};

const lookers = (rollouts: Command): void => {
  common(rollouts.command('list'))
    .description('lists rollouts, newest first')
    .option('-q, --query <filter>', 'only those, such as status==running')
    .option('--most <n>', 'how many', '50')
    .action(async (given: Common & { query?: string; most: string }) =>
      show(given, await clientOf(given).list(given.query, Number(given.most)), rolloutsTable),
    );
  common(rollouts.command('show <id>'))
    .description('shows its groups, how far their devices are, and what went wrong')
    .action(async (id: string, given: Common) => show(given, await clientOf(given).find(id), rolloutText));
  common(rollouts.command('watch <id>'))
    .description(
      'says how it goes until it ends or waits for a person; fails unless it ends with no edge failed',
    )
    .action((id: string, given: Common) => watch(clientOf(given), id));
};

const planners = (rollouts: Command): void => {
  common(rollouts.command('preview <file>'))
    .description(
      'shows which devices the plan in a JSON file (- for standard input) would reach; stores nothing',
    )
    .action(async (file: string, given: Common) =>
      show(given, await clientOf(given).preview(await readPlan(file)), previewText),
    );
  common(rollouts.command('plan <file>'))
    .description('stores the plan in a JSON file (- for standard input) as it is previewed')
    .action(async (file: string, given: Common) => {
      const [client, plan] = [clientOf(given), await readPlan(file)];
      show(given, await client.plan(plan, await client.preview(plan)), (stored) => stored.id);
    });
  common(rollouts.command('rollback'))
    .description('returns devices to an earlier model, at once and without stages')
    .option('--filter <filter>', 'devices by filter')
    .option('--group <id>', 'those of a saved group')
    .option('--devices <ids...>', 'these devices')
    .option('--model <id>', 'the earlier model; the one before when absent')
    .option('--reason <text>', 'why')
    .action(async (given: BackOptions) => {
      const { model: modelId, reason } = given;
      const more = {
        ...(modelId === undefined ? {} : { modelId }),
        ...(reason === undefined ? {} : { reason }),
      };
      show(
        given,
        await clientOf(given).rollBack({ target: targetOf(given), ...more }),
        (stored) => stored.id,
      );
    });
};

const deciders = (rollouts: Command): void => {
  common(rollouts.command('start <id>'))
    .description('starts it, before its time, too')
    .option(
      '--wait',
      'says how it goes until it ends or waits for a person; fails unless it ends with no edge failed',
    )
    .action(async (id: string, given: Common & { wait?: boolean }) => {
      const client = clientOf(given);
      const started = await client.decide(id, 'start');
      if (given.wait) await watch(client, id);
      else show(given, started, rolloutText);
    });
  for (const [what, about] of [
    ['approve', 'approves what somebody else has planned'],
    ['resume', 'lets a paused one go on; what had failed up to then is forgiven'],
  ] as const)
    common(rollouts.command(`${what} <id>`))
      .description(about)
      .action(async (id: string, given: Common) =>
        show(given, await clientOf(given).decide(id, what), rolloutText),
      );
  common(rollouts.command('refuse <id>'))
    .description('refuses to approve it: it ends')
    .option('--reason <text>', 'why')
    .action(async (id: string, given: Common & { reason?: string }) =>
      show(given, await clientOf(given).decide(id, 'refuse', reasonOf(given)), rolloutText),
    );
};

const reasonOf = ({ reason }: { readonly reason?: string }) => (reason === undefined ? {} : { reason });

const brakes = (rollouts: Command): void => {
  common(rollouts.command('pause <id>'))
    .description('nothing more is offered; devices at work go on')
    .action(async (id: string, given: Common) =>
      show(given, await clientOf(given).tell(id, 'pause'), rolloutText),
    );
  common(rollouts.command('stop <id>'))
    .description('stops it for good; devices at work are asked to stop, too')
    .option('--reason <text>', 'why')
    .action(async (id: string, given: Common & { reason?: string }) =>
      show(given, await clientOf(given).tell(id, 'stop', { body: reasonOf(given) }), rolloutText),
    );
  common(rollouts.command('retry <id>'))
    .description('tries devices that failed once more')
    .option('--devices <ids...>', 'these; all that failed when absent')
    .action(async (id: string, given: Common & { devices?: readonly string[] }) => {
      const body = given.devices === undefined ? {} : { deviceIds: given.devices };
      show(given, await clientOf(given).tell(id, 'retry', { body }), rolloutText);
    });
};

/** `tutti rollouts …` */
export const rolloutCommands = (): Command => {
  const rollouts = new Command('rollouts').description('models on their way to devices, group by group');
  for (const add of [lookers, planners, deciders, brakes]) add(rollouts);
  return rollouts;
};
