import { Button, Stack, Text, Title } from '@mantine/core';
import type { DeliveryDetail } from '@tutti/contracts/summary';
import { useTranslation } from 'react-i18next';
import { useDelivery, useRetryDelivery } from '../../../api/deliveries';
import { usePermissions } from '../../../api/use-permissions';
import { Facts } from '../../../components/facts';
import { Loaded } from '../../../components/loaded';
import { ProblemAlert } from '../../../components/problem-alert';
import { RowsSkeleton } from '../../../components/rows-skeleton';
import { SidePanel } from '../../../components/side-panel';
import { TimeAgo } from '../../../components/time-ago';
import { notifyDone } from '../../../lib/notify';
import { Attempts } from './attempts';
import { DeliveryState } from './delivery-status';
import { SaidMessage } from './said-message';

const Retry = ({ delivery: { id, status } }: { readonly delivery: DeliveryDetail }) => {
  const { t } = useTranslation();
  const retry = useRetryDelivery(id);
  const mayManage = usePermissions()('channels:manage');
  if (!mayManage || (status !== 'failed' && status !== 'dropped')) return null;
  const done = (): void => notifyDone(t('deliveries.retryDone'));
  return (
    <>
      <Button
        style={{ alignSelf: 'flex-start' }}
        loading={retry.isPending}
        onClick={() => void retry.mutateAsync(undefined).then(done, () => undefined)}
      >
        {t('deliveries.retry')}
      </Button>
      {retry.error && <ProblemAlert error={retry.error} />}
    </>
  );
};

const Content = ({ delivery }: { readonly delivery: DeliveryDetail }) => {
  const { t } = useTranslation();
  const { title, channelName, about, status, requestedAt, history, message } = delivery;
  return (
    <Stack>
      <Title order={3} className="wrap-anywhere">
        {title}
      </Title>
      <Facts
        facts={[
          [t('deliveries.column.what'), t(`deliveries.about.${about.kind}`)],
          [t('deliveries.column.channel'), channelName],
          [t('deliveries.column.status'), <DeliveryState key="state" status={status} />],
          [t('deliveries.column.requested'), <TimeAgo key="since" at={requestedAt} />],
        ]}
      />
      {status === 'accepted' && (
        <Text size="sm" c="dimmed">
          {t('deliveries.acceptedHint')}
        </Text>
      )}
      <Retry delivery={delivery} />
      <Attempts attempts={history} />
      <SaidMessage message={message} />
    </Stack>
  );
};

interface Props {
  readonly id: string;
  readonly onClose: () => void;
}

/** One delivery: every attempt, and what was said. */
export const DeliveryDrawer = ({ id, onClose }: Props) => {
  const { t } = useTranslation();
  return (
    <SidePanel onClose={onClose} size={520} title={t('channels.tabs.deliveries')}>
      <Loaded query={useDelivery(id)} skeleton={<RowsSkeleton />}>
        {(delivery) => <Content delivery={delivery} />}
      </Loaded>
    </SidePanel>
  );
};
