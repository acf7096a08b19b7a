import { join } from 'node:path';
import type { Commit, DomainEvent, Projection } from '@tutti/kernel';
import { JetStreamEventLog } from '@tutti/event-store';
import { devicesReadModels, openDevicesDatabase } from '@tutti/devices';
import { identityDatabase, identityReadModels } from '@tutti/identity';
import { connectNats, readServiceSetup } from '@tutti/nats-server';
import { liveRows, type ViewTable } from '@tutti/runtime';
import { readFile } from 'node:fs/promises';
import type { DataSource } from 'typeorm';
import type { Told } from './commands';
import { differences, foldOf, storedRows } from './fold';

/** The whole log, read as the summary service may. */
export const readLog = async (data: string): Promise<readonly Commit[]> => {
  const setup = await readServiceSetup(join(data, 'nats'));
  const port = (await readFile(join(data, 'nats-port'), 'utf8')).trim();
  const connection = await connectNats({
    url: `nats://127.0.0.1:${port}`,
    user: 'summary',
    credsFile: setup.credsFor('summary'),
  });
  try {
    const log = await JetStreamEventLog.open(connection);
    const commits: Commit[] = [];
    for (;;) {
      const page = await log.page({ subjects: ['evt.>'], after: commits.at(-1)?.position ?? 0, limit: 500 });
      if (page.length === 0) return commits;
      commits.push(...page);
    }
  } finally {
    await connection.close();
  }
};

const dataOf = (commits: readonly Commit[], type: string): Readonly<Record<string, unknown>>[] =>
  commits
    .flatMap(({ events }) => events)
    .map(({ event }) => event as DomainEvent & { readonly data: Readonly<Record<string, unknown>> })
    .filter((event) => event.type === type)
    .map(({ data }) => data);

const counted = (keys: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
};

/** Every acknowledged command is in the log exactly once, one whose answer was lost at most once, none that was refused. */
export const commandsProof = (told: Told, commits: readonly Commit[]): string[] => {
  const issued = counted(dataOf(commits, 'EnrolmentTokenIssued').map(({ note }) => String(note)));
  const times = (key: string): number => issued.get(key) ?? 0;
  return [
    ...[...told.acknowledged]
      .filter((key) => times(key) !== 1)
      .map((key) => `acknowledged ${key}: ${times(key)} times`),
    ...[...told.unknown]
      .filter((key) => times(key) > 1)
      .map((key) => `not answered ${key}: ${times(key)} times`),
    ...[...told.refused].filter((key) => times(key) > 0).map((key) => `refused ${key}: in the log`),
  ];
};

/** Of those who saw the same version exactly one wins: nobody is told otherwise, and the log agrees. */
export const racesProof = (told: Told, commits: readonly Commit[]): string[] => {
  const entries = dataOf(commits, 'DeviceTagged').map(({ tags }) => tags as Record<string, string>);
  return [...told.races].flatMap(([race, winners]) => {
    const written = entries.filter((tags) => tags['race'] === race).map((tags) => tags['entrant'] ?? '');
    const refused = written.filter((entrant) => told.refused.has(`race ${race}-${entrant}`));
    return [
      ...(winners.length > 1 ? [`race ${race}: ${winners.join(' and ')} were told that they won`] : []),
      ...(written.length > 1 ? [`race ${race}: ${written.join(' and ')} are in the log`] : []),
      ...(winners.some((winner) => !written.includes(winner))
        ? [`race ${race}: the winner is not in the log`]
        : []),
      ...refused.map((entrant) => `race ${race}: ${entrant} was refused and is in the log`),
    ];
  });
};

interface Model {
  readonly projection: Projection<{ readonly id: string }>;
  readonly table: ViewTable<{ readonly id: string }>;
}

const compare = async (
  database: DataSource,
  models: Readonly<Record<string, unknown>>,
  commits: readonly Commit[],
): Promise<string[]> => {
  const found = await Promise.all(
    Object.values(models).map(async (model) => {
      const { projection, table } = model as Model;
      const rows = await liveRows(database, table, projection).getMany();
      return differences(projection.name, foldOf(projection, commits), storedRows(rows));
    }),
  );
  return found.flat();
};

const waiting = async (database: DataSource): Promise<string[]> => {
  const [{ count } = { count: 0 }] = await database.query<{ count: number }[]>(
    'SELECT COUNT(*) AS count FROM process_outbox',
  );
  return Number(count) === 0 ? [] : [`${count} commands or effects of processes still wait`];
};

export type UrlOf = (service: string) => string;

/** Every read model equals the fold of its log, and what processes wanted done is done. */
export const projectionsProof = async (urlOf: UrlOf, commits: readonly Commit[]): Promise<string[]> => {
  const devices = await openDevicesDatabase(urlOf('devices'));
  const identity = await identityDatabase(urlOf('identity'));
  try {
    return [
      ...(await compare(devices, devicesReadModels, commits)),
      ...(await compare(identity, identityReadModels, commits)),
      ...(await waiting(devices)),
    ];
  } finally {
    await devices.destroy();
    await identity.destroy();
  }
};
