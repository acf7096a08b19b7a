import { Stack } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { runnerServices } from '@tutti/contracts/system';
import { useTranslation } from 'react-i18next';
import { useRunners, type RunnerService } from '../../api/runners';
import { usePermissions } from '../../api/use-permissions';
import { EmptyState } from '../../components/empty-state';
import { Loaded } from '../../components/loaded';
import { PageHeader } from '../../components/page-header';
import { RowsSkeleton } from '../../components/rows-skeleton';
import { Attention } from './attention';
import { RunnerTable } from './runner-table';
import { LogSizes } from './stored/log-sizes';
import { ServiceTable } from './stored/service-table';

const OfService = ({ service }: { readonly service: RunnerService }) => {
  const query = useRunners(service);
  return (
    <Loaded query={query} skeleton={<RowsSkeleton />}>
      {(runners) => <RunnerTable service={service} runners={runners} silent={query.isError} />}
    </Loaded>
  );
};

/** What runs in the background, the levers for when it does not run well, versions and sizes. */
export const SystemPage = () => {
  const { t } = useTranslation();
  const mayManage = usePermissions()('system:manage');
  if (!mayManage) return <EmptyState icon={<IconLock size={24} />} order={1} title={t('system.forbidden')} />;
  return (
    <>
      <PageHeader title={t('menu.system')} text={t('system.text')} />
      <Stack gap="lg">
        <Attention />
        {runnerServices.map((service) => (
          <OfService key={service} service={service} />
        ))}
        <ServiceTable />
        <LogSizes />
      </Stack>
    </>
  );
};
