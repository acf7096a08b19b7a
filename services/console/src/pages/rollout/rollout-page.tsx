import { Grid, Stack } from '@mantine/core';
import { IconRocket } from '@tabler/icons-react';
import type { Rollout } from '@tutti/contracts/deployment';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { problemStatus } from '../../api/problem-error';
import { useRollout } from '../../api/rollout';
import { DeploymentDrawer } from '../../components/deployment/deployment-drawer';
import { useShownDeployment } from '../../components/deployment/use-shown-deployment';
import { EmptyState } from '../../components/empty-state';
import { Loaded } from '../../components/loaded';
import { RowsSkeleton } from '../../components/rows-skeleton';
import { Comparison } from './comparison/comparison';
import { DeviceTable } from './devices/device-table';
import { ExcludedDevices } from './excluded-devices';
import { FailuresByCode } from './failures-by-code';
import { GroupStages } from './groups/group-stages';
import { RolloutPolicy } from './policy/rollout-policy';
import { BackToRollouts, RolloutHeader } from './rollout-header';
import { RolloutNotices } from './rollout-notices';

const Shown = ({ rollout }: { readonly rollout: Rollout }) => {
  const [deployment, show] = useShownDeployment();
  return (
    <>
      <RolloutHeader rollout={rollout} />
      <Stack gap="md">
        <RolloutNotices rollout={rollout} />
        <Grid gap="md">
          <Grid.Col span={{ base: 12, md: 7.5 }}>
            <GroupStages rollout={rollout} />
          </Grid.Col>
          <Grid.Col span={{ base: 12, md: 4.5 }}>
            <FailuresByCode rollout={rollout} />
          </Grid.Col>
        </Grid>
        {rollout.mode === 'shadow' && <Comparison rollout={rollout} />}
        <DeviceTable rollout={rollout} />
        <Grid gap="md">
          <Grid.Col span={{ base: 12, md: 7.5 }}>
            <RolloutPolicy rollout={rollout} />
          </Grid.Col>
          <Grid.Col span={{ base: 12, md: 4.5 }}>
            <ExcludedDevices rollout={rollout} />
          </Grid.Col>
        </Grid>
      </Stack>
      {deployment !== undefined && <DeploymentDrawer id={deployment} onClose={() => show(undefined)} />}
    </>
  );
};

/** One rollout, while it happens and ever after. */
export const RolloutPage = () => {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const query = useRollout(id);
  // An address that cannot be a rollout's is no rollout either.
  if ([400, 404].includes(problemStatus(query.error) ?? 0))
    return (
      <EmptyState icon={<IconRocket size={24} />} order={1} title={t('rollout.notFound')}>
        <BackToRollouts />
      </EmptyState>
    );
  return (
    <Loaded query={query} skeleton={<RowsSkeleton rows={4} height={96} />}>
      {(rollout) => <Shown rollout={rollout} />}
    </Loaded>
  );
};
