import { Group, Paper, Stack, Text, Title } from '@mantine/core';
import type { Deployment, Installation } from '@tutti/contracts/deployment';
import type { Device } from '@tutti/contracts/devices';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isOpen, useDeploymentsOf, useInstallations } from '../../../api/deployments';
import { CancelDeployment } from '../../../components/deployment/cancel-deployment';
import { DeploymentDrawer } from '../../../components/deployment/deployment-drawer';
import { DeploymentLink } from '../../../components/deployment/deployment-link';
import { DeploymentOutcome } from '../../../components/deployment/deployment-outcome';
import { DeploymentState } from '../../../components/deployment/deployment-state';
import { useShownDeployment } from '../../../components/deployment/use-shown-deployment';
import { Loaded } from '../../../components/loaded';
import { LoadMore } from '../../../components/load-more';
import { RowsSkeleton } from '../../../components/rows-skeleton';
import { CurrentModel } from './current-model';
import { DeploymentTable } from './deployment-table';
import { InstallationTable } from './installation-table';

const Part = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <div>
    <Title order={2} fz="sm" fw={600} mb="xs">
      {title}
    </Title>
    {children}
  </div>
);

const OnItsWay = ({ deployment }: { readonly deployment: Deployment }) => {
  const { id, model } = deployment;
  const name = `${model.name} ${model.version}`;
  return (
    <Paper withBorder p="sm" radius="md" data-on-its-way={model.version}>
      <Group justify="space-between" align="flex-start">
        <Stack gap={4}>
          <DeploymentLink id={id} name={name}>
            {name}
          </DeploymentLink>
          <DeploymentState deployment={deployment} />
          <DeploymentOutcome deployment={deployment} />
        </Stack>
        <CancelDeployment deployment={deployment} />
      </Group>
    </Paper>
  );
};

const None = ({ children }: { readonly children: string }) => (
  <Text size="sm" c="dimmed">
    {children}
  </Text>
);

const Open = ({ deviceId }: { readonly deviceId: string }) => {
  const { t } = useTranslation();
  const query = useDeploymentsOf(deviceId);
  return (
    <Loaded query={query} skeleton={<RowsSkeleton rows={1} />}>
      {({ pages }) => {
        const open = pages.flatMap(({ items }) => items).filter(isOpen);
        if (open.length === 0) return <None>{t('deployments.edge.noneOpen')}</None>;
        return (
          <Stack gap="xs">
            {open.map((deployment) => (
              <OnItsWay key={deployment.id} deployment={deployment} />
            ))}
          </Stack>
        );
      }}
    </Loaded>
  );
};

const Past = ({ deviceId }: { readonly deviceId: string }) => {
  const { t } = useTranslation();
  const query = useDeploymentsOf(deviceId);
  return (
    <Loaded query={query} skeleton={<RowsSkeleton />}>
      {({ pages }) => {
        const all = pages.flatMap(({ items }) => items);
        if (all.length === 0) return <None>{t('deployments.edge.pastNone')}</None>;
        return (
          <>
            <DeploymentTable deployments={all} />
            <LoadMore query={query} />
          </>
        );
      }}
    </Loaded>
  );
};

/** What the device runs, what is on its way to it, and what ran here when. */
export const DeploymentsTab = ({ device }: { readonly device: Device }) => {
  const { t } = useTranslation();
  const installations = useInstallations(device.id);
  const [shown, show] = useShownDeployment();
  const ran = (children: (all: readonly Installation[]) => ReactNode) => (
    <Loaded query={installations} skeleton={<RowsSkeleton rows={2} />}>
      {({ pages }) => children(pages.flatMap(({ items }) => items))}
    </Loaded>
  );
  return (
    <Stack gap="xl">
      <Part title={t('deployments.edge.current')}>
        {ran((all) => (
          <CurrentModel device={device} installations={all} />
        ))}
      </Part>
      <Part title={t('deployments.edge.open')}>
        <Open deviceId={device.id} />
      </Part>
      <Part title={t('deployments.edge.installed')}>
        {ran((all) => (
          <InstallationTable installations={all} />
        ))}
        <LoadMore query={installations} />
      </Part>
      <Part title={t('deployments.edge.past')}>
        <Past deviceId={device.id} />
      </Part>
      {shown !== undefined && <DeploymentDrawer id={shown} onClose={() => show(undefined)} />}
    </Stack>
  );
};
