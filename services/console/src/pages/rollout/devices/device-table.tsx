import { Badge, CloseButton, Group, NativeSelect, Stack, Table, Text, Title } from '@mantine/core';
import type { Deployment, Rollout } from '@tutti/contracts/deployment';
import { useTranslation } from 'react-i18next';
import { useDeployments } from '../../../api/deployments';
import { isMoving } from '../../../api/rollout';
import { Choice } from '../../../components/choice';
import { DataTable } from '../../../components/data-table';
import { DeploymentLink } from '../../../components/deployment/deployment-link';
import { DeploymentOutcome } from '../../../components/deployment/deployment-outcome';
import { DeploymentState } from '../../../components/deployment/deployment-state';
import { useFailureWord } from '../../../components/deployment/failure-words';
import { Loaded } from '../../../components/loaded';
import { LoadMore } from '../../../components/load-more';
import { RowsSkeleton } from '../../../components/rows-skeleton';
import { TimeAgo } from '../../../components/time-ago';
import { useFormat } from '../../../i18n/use-format';
import { useGroupTitle } from '../groups/group-title';
import { choices, devicesHeading, queryOf, useDeviceFilter } from './device-filter';

const columns = ['device', 'group', 'state', 'progress', 'deadline', 'changed'] as const;

interface Props {
  readonly rollout: Rollout;
}

const GroupName = ({ rollout, index }: Props & { readonly index: number }) => {
  const title = useGroupTitle();
  const group = rollout.groups[index];
  return <span className="wrap-anywhere">{group ? title(group) : index + 1}</span>;
};

const Row = ({ rollout, deployment }: Props & { readonly deployment: Deployment }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const { id, deviceName, group, attempt, deadline, changedAt } = deployment;
  const label = (column: (typeof columns)[number]) => ({ 'data-label': t(`rollout.table.column.${column}`) });
  return (
    <Table.Tr data-device={deployment.deviceId}>
      <Table.Td {...label('device')} miw={140}>
        <DeploymentLink id={id} name={deviceName}>
          <span className="wrap-anywhere">{deviceName}</span>
        </DeploymentLink>
      </Table.Td>
      <Table.Td {...label('group')} miw={90}>
        <GroupName rollout={rollout} index={group} />
      </Table.Td>
      <Table.Td {...label('state')}>
        <div>
          <DeploymentState deployment={deployment} />
          {attempt > 1 && (
            <Text size="xs" c="dimmed">
              {t('rollout.table.attempt', { number: attempt })}
            </Text>
          )}
        </div>
      </Table.Td>
      <Table.Td {...label('progress')} miw={180}>
        <div>
          <DeploymentOutcome deployment={deployment} confirmation={rollout.confirmation} />
        </div>
      </Table.Td>
      <Table.Td {...label('deadline')}>{deadline !== null && format.moment(Date.parse(deadline))}</Table.Td>
      <Table.Td {...label('changed')}>
        <TimeAgo at={changedAt} />
      </Table.Td>
    </Table.Tr>
  );
};

const Filters = ({ rollout }: Props) => {
  const { t } = useTranslation();
  const title = useGroupTitle();
  const word = useFailureWord();
  const { filter, change, show } = useDeviceFilter();
  return (
    <Group gap="sm" mb="sm">
      <Choice
        label={t('rollout.table.which')}
        value={filter.which}
        data={choices.map((value) => ({ value, label: t(`rollout.table.${value}`) }))}
        onChange={(which) => change({ which, code: '' })}
      />
      {rollout.groups.length > 1 && (
        <NativeSelect
          aria-label={t('rollout.table.group')}
          value={filter.group}
          data={[
            { value: '', label: t('rollout.table.anyGroup') },
            ...rollout.groups.map((group, index) => ({ value: String(index), label: title(group) })),
          ]}
          onChange={(event) => change({ group: event.currentTarget.value })}
        />
      )}
      {filter.code !== '' && (
        <Badge
          variant="light"
          color="red"
          radius="sm"
          size="lg"
          tt="none"
          fw={550}
          pr={2}
          rightSection={
            <CloseButton
              size="xs"
              aria-label={t('rollout.table.anyReason')}
              onClick={() => show({ code: '' })}
            />
          }
        >
          {word(filter.code)}
        </Badge>
      )}
    </Group>
  );
};

const Rows = ({ rollout }: Props) => {
  const { t } = useTranslation();
  const { filter } = useDeviceFilter();
  const query = useDeployments({
    q: queryOf(rollout.id, filter),
    isMoving: isMoving(rollout),
  });
  const isFiltered = filter.which !== 'all' || filter.group !== '' || filter.code !== '';
  return (
    <Stack gap="xs">
      <Loaded query={query} skeleton={<RowsSkeleton />}>
        {({ pages }) => {
          const shown = pages.flatMap(({ items }) => items);
          if (shown.length === 0)
            return (
              <Text size="sm" c="dimmed" py="md">
                {t(isFiltered ? 'rollout.table.noneSuch' : 'rollout.table.none')}
              </Text>
            );
          return (
            <DataTable
              caption={t('rollout.table.caption')}
              stacking
              minWidth={860}
              head={columns.map((column) => (
                <Table.Th key={column}>{t(`rollout.table.column.${column}`)}</Table.Th>
              ))}
            >
              {shown.map((deployment) => (
                <Row key={deployment.id} rollout={rollout} deployment={deployment} />
              ))}
            </DataTable>
          );
        }}
      </Loaded>
      <LoadMore query={query} what="more" />
    </Stack>
  );
};

/** Devices that have been offered the model: how far each is, live. */
export const DeviceTable = ({ rollout }: Props) => {
  const { t } = useTranslation();
  const { waiting } = rollout.counts;
  return (
    <section aria-labelledby={devicesHeading}>
      <Group gap={8} align="baseline" mb="sm">
        <Title order={2} id={devicesHeading} tabIndex={-1} fz="sm" fw={600}>
          {t('rollout.table.title')}
        </Title>
        {waiting > 0 && (
          <Text size="xs" c="dimmed">
            {t('rollout.table.waiting', { count: waiting })}
          </Text>
        )}
      </Group>
      <Filters rollout={rollout} />
      <Rows rollout={rollout} />
    </section>
  );
};
