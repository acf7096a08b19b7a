import { Stack, Table, Title, VisuallyHidden } from '@mantine/core';
import type { Runners } from '@tutti/contracts/system';
import { useTranslation } from 'react-i18next';
import type { RunnerService } from '../../api/runners';
import { DataTable } from '../../components/data-table';
import { ProcessRow } from './process-row';
import { ProjectionRow } from './projection-row';
import { TelemetryRow } from './telemetry-row';

const columns = [
  ['name', '28%'],
  ['state', '20%'],
  ['position', '18%'],
  ['lag', '10%'],
  ['generation', '10%'],
] as const;

interface Props {
  readonly service: RunnerService;
  readonly runners: Runners;
}

/** All runners of one service. */
export const RunnerTable = ({ service, runners }: Props) => {
  const { t } = useTranslation();
  const head = (
    <>
      {columns.map(([column, width]) => (
        <Table.Th key={column} w={width}>
          {t(`system.column.${column}`)}
        </Table.Th>
      ))}
      <Table.Th>
        <VisuallyHidden>{t('action.actions')}</VisuallyHidden>
      </Table.Th>
    </>
  );
  const name = t(`system.service.${service}`);
  return (
    <Stack gap="xs" component="section" aria-label={name}>
      <Title order={2} fz="sm" fw={600}>
        {name}
      </Title>
      <DataTable caption={t('system.caption', { service: name })} head={head} stacking>
        {runners.projections.map((runner) => (
          <ProjectionRow key={runner.name} service={service} runner={runner} />
        ))}
        {runners.processes.map((runner) => (
          <ProcessRow key={runner.name} service={service} runner={runner} />
        ))}
        {runners.telemetry.map((runner) => (
          <TelemetryRow key={runner.name} runner={runner} />
        ))}
      </DataTable>
    </Stack>
  );
};
