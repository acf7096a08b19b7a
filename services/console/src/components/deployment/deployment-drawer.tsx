import { Alert, Anchor, Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import type { Deployment } from '@tutti/contracts/deployment';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useDeployment } from '../../api/deployments';
import { useRollout } from '../../api/rollout';
import { usePermissions } from '../../api/use-permissions';
import { useFormat } from '../../i18n/use-format';
import { Facts } from '../facts';
import { Loaded } from '../loaded';
import { planLink } from '../rollout/plan/plan-link';
import { RowsSkeleton } from '../rows-skeleton';
import { ServerWords } from '../server-words';
import { SidePanel } from '../side-panel';
import { CancelDeployment } from './cancel-deployment';
import { DeploymentOutcome } from './deployment-outcome';
import { DeploymentState } from './deployment-state';
import { isKnownCode, nextAfter, useAdvice, useFailureWord } from './failure-words';
import { Timeline } from './timeline';

interface Props {
  readonly deployment: Deployment;
}

/** A way to the model for a device that failed, once its rollout has ended. */
const PlanAgain = ({ deployment: { model, deviceId } }: Props) => {
  const { t } = useTranslation();
  if (!usePermissions()('deployments:manage')) return null;
  return (
    <Button
      component={Link}
      to={planLink(model.modelId, { kind: 'devices', deviceIds: [deviceId] })}
      size="xs"
      variant="default"
      mt={8}
    >
      {t('deployments.failure.plan', { count: 1 })}
    </Button>
  );
};

const Failure = ({ deployment }: Props) => {
  const { t } = useTranslation();
  const word = useFailureWord();
  const advice = useAdvice();
  const { data: rollout } = useRollout(deployment.rolloutId);
  const { failure } = deployment;
  if (failure === null) return null;
  const { code, message } = failure;
  return (
    <Alert
      color="red"
      variant="outline"
      bg="var(--mantine-color-body)"
      icon={<IconAlertCircle />}
      title={t('deployments.failure.title', { reason: isKnownCode(code) ? word(code) : message })}
    >
      {isKnownCode(code) && (
        <ServerWords size="sm" mb={6}>
          {message}
        </ServerWords>
      )}
      <Text size="sm" fw={550}>
        {advice(code, rollout)}
      </Text>
      <Text size="xs" c="dimmed" mt={6} className="wrap-anywhere">
        {t('deployments.failure.code')} <span className="mono">{code}</span>
      </Text>
      {rollout && nextAfter(code, rollout) === 'plan' && <PlanAgain deployment={deployment} />}
    </Alert>
  );
};

const About = ({ deployment }: Props) => {
  const { t } = useTranslation();
  const format = useFormat();
  const { rolloutId, rolloutName, group, attempt, step, deadline } = deployment;
  const until = step !== null && deadline !== null && format.moment(Date.parse(deadline));
  return (
    <Facts
      facts={[
        [
          t('deployments.drawer.rollout'),
          <Anchor key="rollout" component={Link} to={`/rollouts/${rolloutId}`} size="sm">
            {rolloutName}
          </Anchor>,
        ],
        [t('deployments.drawer.group'), format.number(group + 1)],
        [t('deployments.drawer.attempt'), attempt > 1 && format.number(attempt)],
        [
          t('deployments.drawer.deadline'),
          until !== false && step !== null && t(`deployments.drawer.deadlineOf.${step}`, { time: until }),
        ],
      ]}
    />
  );
};

const Shown = ({ deployment }: Props) => {
  const { t } = useTranslation();
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <span role="status">
          <DeploymentState deployment={deployment} />
        </span>
        <CancelDeployment deployment={deployment} />
      </Group>
      {deployment.failure === null ? (
        <DeploymentOutcome deployment={deployment} />
      ) : (
        <Failure deployment={deployment} />
      )}
      <About deployment={deployment} />
      <Title order={3} fz="sm">
        {t('deployments.drawer.timeline')}
      </Title>
      <Timeline deployment={deployment} />
      <Anchor component={Link} to={`/edges/${deployment.deviceId}`} size="sm">
        {t('deployments.drawer.device')}
      </Anchor>
    </Stack>
  );
};

interface DrawerProps {
  readonly id: string;
  readonly onClose: () => void;
}

/** One deployment, while it happens and ever after, beside the page that it belongs to. */
export const DeploymentDrawer = ({ id, onClose }: DrawerProps) => {
  const { t } = useTranslation();
  const query = useDeployment(id);
  const { data } = query;
  const title = data
    ? t('deployments.drawer.title', {
        model: `${data.model.name} ${data.model.version}`,
        device: data.deviceName,
      })
    : t('state.loading');
  return (
    <SidePanel onClose={onClose} size="md" title={title}>
      <Loaded query={query} skeleton={<RowsSkeleton rows={4} />}>
        {(deployment) => <Shown deployment={deployment} />}
      </Loaded>
    </SidePanel>
  );
};
