import { Table, Text } from '@mantine/core';
import type { Installation } from '@tutti/contracts/deployment';
import { useTranslation } from 'react-i18next';
import { DataTable } from '../../../components/data-table';
import { DeploymentLink } from '../../../components/deployment/deployment-link';
import { ModelLink } from '../../../components/model/model-link';
import { useFormat } from '../../../i18n/use-format';

const columns = ['model', 'from', 'until', 'how'] as const;

interface RowProps {
  readonly installation: Installation;
}

const Row = ({ installation }: RowProps) => {
  const { t } = useTranslation();
  const format = useFormat();
  const { model, since, until, how, confirmed, deploymentId } = installation;
  const label = (column: (typeof columns)[number]) => ({
    'data-label': t(`deployments.edge.column.${column}`),
  });
  const name = model ? `${model.name} ${model.version}` : t('deployments.edge.before');
  return (
    <Table.Tr data-installation={model?.version ?? ''} data-current={until === null ? '' : undefined}>
      <Table.Td {...label('model')}>{model ? <ModelLink model={model} /> : name}</Table.Td>
      <Table.Td {...label('from')}>{format.exactTime(since)}</Table.Td>
      <Table.Td {...label('until')}>
        {until === null ? t('deployments.edge.now') : format.exactTime(until)}
      </Table.Td>
      <Table.Td {...label('how')}>
        <div>
          <DeploymentLink id={deploymentId} name={name}>
            {t(`deployments.edge.how.${how}`)}
          </DeploymentLink>
          {!confirmed && (
            <Text size="xs" c="dimmed">
              {t(until === null ? 'deployments.edge.trial' : 'deployments.edge.unconfirmed')}
            </Text>
          )}
        </div>
      </Table.Td>
    </Table.Tr>
  );
};

/** Which model judged on the device from when to when. */
export const InstallationTable = ({ installations }: { readonly installations: readonly Installation[] }) => {
  const { t } = useTranslation();
  if (installations.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t('deployments.edge.installedNone')}
      </Text>
    );
  return (
    <DataTable
      caption={t('deployments.edge.installed')}
      stacking
      plain
      minWidth={560}
      head={columns.map((column) => (
        <Table.Th key={column}>{t(`deployments.edge.column.${column}`)}</Table.Th>
      ))}
    >
      {installations.map((installation) => (
        <Row key={`${installation.deploymentId} ${installation.since}`} installation={installation} />
      ))}
    </DataTable>
  );
};
