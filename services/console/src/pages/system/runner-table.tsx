import { Table, VisuallyHidden } from '@mantine/core';
import type { Runners } from '@tutti/contracts/system';
import { useTranslation } from 'react-i18next';
import type { RunnerService } from '../../api/runners';
import { DataTable } from '../../components/data-table';
import { MoreSection } from '../../components/more-section';
import { inTrouble } from './in-trouble';
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
  /** The service does not answer any more: the runners are from before. */
  readonly silent: boolean;
}

/** All runners of one service: closed where nobody needs to look. */
export const RunnerTable = ({ service, runners, silent }: Props) => {
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
  const { projections, processes, telemetry } = runners;
  const count = projections.length + processes.length + telemetry.length;
  const troubled = inTrouble(runners).length;
  const run =
    troubled === 0 ? t('system.allRun', { count }) : t('system.someRun', { count, well: count - troubled });
  return (
    <MoreSection title={name} aside={silent ? t('system.silent') : run} opened={troubled > 0}>
      <DataTable caption={t('system.caption', { service: name })} head={head} stacking plain>
        {projections.map((runner) => (
          <ProjectionRow key={runner.name} service={service} runner={runner} />
        ))}
        {processes.map((runner) => (
          <ProcessRow key={runner.name} service={service} runner={runner} />
        ))}
        {telemetry.map((runner) => (
          <TelemetryRow key={runner.name} runner={runner} />
        ))}
      </DataTable>
    </MoreSection>
  );
};
