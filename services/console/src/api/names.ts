import { queryOptions, useQueries, useQuery } from '@tanstack/react-query';
import { listOf } from '@tutti/contracts/common';
import {
  device,
  deviceCommand,
  deviceGroup,
  enrolmentToken,
  type Device,
  type DeviceCommand,
} from '@tutti/contracts/devices';
import { dataset, labelSchema } from '@tutti/contracts/datasets';
import { rollout, type Rollout } from '@tutti/contracts/deployment';
import { user, type Permission } from '@tutti/contracts/identity';
import { model, run, stream, type Model, type Run } from '@tutti/contracts/training';
import type { z } from 'zod';
import { hasName } from '../lib/has-name';
import { shortSerial } from '../lib/short';
import { gathered } from './gathered';
import { request } from './http';
import { keys } from './keys';
import { telemetryMs } from './polling';
import { usePermissions } from './use-permissions';

/** Where ids of one kind are looked up, and who may. */
interface Directory<Item> {
  readonly aggregate: string;
  readonly permission: Permission;
  readonly find: (id: string) => Promise<Item | null>;
}

const directory = <Item extends { readonly id: string }>(
  place: { readonly aggregate: string; readonly path: string; readonly permission: Permission },
  schema: z.ZodType<Item>,
): Directory<Item> => ({
  ...place,
  find: gathered(async (ids) => {
    const query = { q: `id=in=(${ids.join(',')})`, pageSize: ids.length };
    return (await request({ path: place.path, query, schema: listOf(schema) })).items;
  }),
});

const inDevices = (aggregate: string, permission: Permission) => ({
  aggregate,
  path: `/${aggregate}s`,
  permission,
});

const devices = directory(inDevices('device', 'devices:read'), device);
const commands = directory(inDevices('device-command', 'devices:read'), deviceCommand);
const groups = directory(inDevices('device-group', 'devices:read'), deviceGroup);
const tokens = directory(inDevices('enrolment-token', 'devices:enrol'), enrolmentToken);
const inDatasets = (aggregate: string) =>
  ({ aggregate, path: `/${aggregate}s`, permission: 'datasets:read' }) as const;

const datasets = directory(inDatasets('dataset'), dataset);
const labelSchemas = directory(inDatasets('label-schema'), labelSchema);
const inTraining = (aggregate: string) =>
  ({ aggregate, path: `/${aggregate}s`, permission: 'training:read' }) as const;

const streams = directory(inTraining('stream'), stream);
const runs = directory(inTraining('run'), run);
const models = directory(inTraining('model'), model);
const rollouts = directory(
  { aggregate: 'rollout', path: '/rollouts', permission: 'deployments:read' },
  rollout,
);
const users = directory({ aggregate: 'user', path: '/users', permission: 'users:read' }, user);

/** Names seldom change, and who changes one says so by an event. */
const staleTime = 300_000;
/** Read models follow the log: what has just happened may be listed a moment later. */
const attempts = 3;

const look = <Item>({ aggregate, find }: Directory<Item>, id: string | undefined, may: boolean) =>
  queryOptions({
    queryKey: [...keys.names, aggregate, id],
    queryFn: () => find(id ?? ''),
    enabled: id !== undefined && may,
    staleTime,
    refetchInterval: ({ state }) =>
      state.data === null && state.dataUpdateCount < attempts ? telemetryMs : false,
  });

const useOne = <Item>(directory: Directory<Item>, id: string | undefined): Item | undefined => {
  const may = usePermissions();
  return useQuery(look(directory, id, may(directory.permission))).data ?? undefined;
};

const labelOf = (found: Device): string => (hasName(found) ? found.name : shortSerial(found.serial));

/** Events carry ids alone. These say what an id is called; undefined while, or where, that is not known. */
export const useDeviceName = (id: string | undefined): string | undefined => useOne(devices, id)?.name;
/** The same in little room. */
export const useDeviceLabel = (id: string | undefined): string | undefined => {
  const found = useOne(devices, id);
  return found && labelOf(found);
};
/** The same of several, in their order. */
export const useDeviceLabels = (ids: readonly string[]): readonly (string | undefined)[] => {
  const may = usePermissions()(devices.permission);
  const found = useQueries({ queries: ids.map((id) => look(devices, id, may)) });
  return found.map(({ data }) => (data ? labelOf(data) : undefined));
};
export const useUserName = (id: string | undefined): string | undefined => useOne(users, id)?.name;
export const useGroupName = (id: string | undefined): string | undefined => useOne(groups, id)?.name;
export const useTokenNote = (id: string | undefined): string | undefined =>
  useOne(tokens, id)?.note ?? undefined;
export const useDatasetName = (id: string | undefined): string | undefined => useOne(datasets, id)?.name;
export const useLabelSchemaName = (id: string | undefined): string | undefined =>
  useOne(labelSchemas, id)?.name;
export const useCommandOf = (id: string | undefined): DeviceCommand | undefined => useOne(commands, id);
export const useStreamName = (id: string | undefined): string | undefined => useOne(streams, id)?.name;
export const useRunOf = (id: string | undefined): Run | undefined => useOne(runs, id);
export const useRolloutOf = (id: string | undefined): Rollout | undefined => useOne(rollouts, id);
export const useModelOf = (id: string | undefined): Model | undefined => useOne(models, id);
