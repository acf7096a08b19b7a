import { Command } from 'commander';
import {
  deployment,
  deploymentList,
  deploymentTimeline,
  type Deployment,
  type DeploymentTimeline,
} from '@tutti/contracts/deployment';
import { readAccess } from '../config';
import { RestClient } from '../rest/rest-client';
import { table } from '../table';

interface Common {
  readonly url?: string;
  readonly json?: boolean;
}

const whyOf = ({ failure }: Deployment): string => failure?.code ?? '';

const deploymentsTable = (deployments: readonly Deployment[]): string =>
  table(
    ['id', 'device', 'model', 'status', 'why'],
    deployments.map((one) => [
      one.id,
      one.deviceName,
      `${one.model.name} ${one.model.version}`,
      one.status,
      whyOf(one),
    ]),
  );

const deploymentText = (one: Deployment, { items }: DeploymentTimeline): string =>
  [
    `${one.model.name} ${one.model.version} to ${one.deviceName}: ${one.status}`,
    ...(one.failure === null ? [] : [`  ${one.failure.message} (${one.failure.code})`]),
    table(
      ['step', 'at', 'seconds', ''],
      items.map(({ status, at, seconds, detail }) => [status, at, seconds.toFixed(1), detail ?? '']),
    ),
  ].join('\n');

/** `tutti deployments …` */
export const deploymentCommands = (): Command => {
  const deployments = new Command('deployments').description('one model on its way to one device');
  deployments
    .command('list')
    .description('lists deployments, newest first')
    .option('-q, --query <filter>', 'only those, such as rolloutId==<id>;status==failed')
    .option('--most <n>', 'how many', '50')
    .option('--url <url>', 'where Tutti is; TUTTI_URL, else http://127.0.0.1:8080')
    .option('--json', 'as REST answers it, for programs')
    .action(async (given: Common & { query?: string; most: string }) => {
      const asked = new URLSearchParams({ pageSize: given.most, ...(given.query ? { q: given.query } : {}) });
      const path = `deployments?${asked.toString()}`;
      const { items } = await new RestClient(readAccess(given)).call({
        method: 'GET',
        path,
        answer: deploymentList,
      });
      console.log(given.json ? JSON.stringify(items, null, 2) : deploymentsTable(items));
    });
  deployments
    .command('show <id>')
    .description('shows every step of it, and how long each took')
    .option('--url <url>', 'where Tutti is; TUTTI_URL, else http://127.0.0.1:8080')
    .option('--json', 'as REST answers it, for programs')
    .action(async (id: string, given: Common) => {
      const rest = new RestClient(readAccess(given));
      const path = `deployments/${encodeURIComponent(id)}`;
      const found = await rest.call({ method: 'GET', path, answer: deployment });
      const steps = await rest.call({ method: 'GET', path: `${path}/timeline`, answer: deploymentTimeline });
      console.log(
        given.json
          ? JSON.stringify({ ...found, timeline: steps.items }, null, 2)
          : deploymentText(found, steps),
      );
    });
  return deployments;
};
