import { Anchor, Table } from '@mantine/core';
import type { Deployment } from '@tutti/contracts/deployment';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { DataTable } from '../../../components/data-table';
import { DeploymentLink } from '../../../components/deployment/deployment-link';
import { DeploymentOutcome } from '../../../components/deployment/deployment-outcome';
import { DeploymentState } from '../../../components/deployment/deployment-state';
import { TimeAgo } from '../../../components/time-ago';

const columns = ['model', 'rollout', 'state', 'outcome', 'time'] as const;

const Row = ({ deployment }: { readonly deployment: Deployment }) => {
  const { t } = useTranslation();
  const { id, model, rolloutId, rolloutName, offeredAt } = deployment;
  const label = (column: (typeof columns)[number]) => ({
    'data-label': t(`deployments.edge.column.${column}`),
  });
  const name = `${model.name} ${model.version}`;
  return (
    <Table.Tr data-deployment-of={model.version}>
      <Table.Td {...label('model')}>
        <DeploymentLink id={id} name={name}>
          {name}
        </DeploymentLink>
      </Table.Td>
      <Table.Td {...label('rollout')}>
        <Anchor component={Link} to={`/rollouts/${rolloutId}`} size="sm" className="wrap-anywhere">
          {rolloutName}
        </Anchor>
      </Table.Td>
      <Table.Td {...label('state')}>
        <DeploymentState deployment={deployment} />
      </Table.Td>
      <Table.Td {...label('outcome')} miw={160}>
        <div>
          <DeploymentOutcome deployment={deployment} />
        </div>
      </Table.Td>
      <Table.Td {...label('time')}>
        <TimeAgo at={offeredAt} />
      </Table.Td>
    </Table.Tr>
  );
};

/** Deployments of a device, the newest first. */
export const DeploymentTable = ({ deployments }: { readonly deployments: readonly Deployment[] }) => {
  const { t } = useTranslation();
  return (
    <DataTable
      caption={t('deployments.edge.past')}
      stacking
      plain
      minWidth={680}
      head={columns.map((column) => (
        <Table.Th key={column}>{t(`deployments.edge.column.${column}`)}</Table.Th>
      ))}
    >
      {deployments.map((deployment) => (
        <Row key={deployment.id} deployment={deployment} />
      ))}
    </DataTable>
  );
};
