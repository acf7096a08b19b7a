import { Alert, Button, Group, Loader, Stack, Text } from '@mantine/core';
import { IconAlertCircle, IconCircleCheck } from '@tabler/icons-react';
import type { Channel, DeliveryDetail, DeliveryFailure } from '@tutti/contracts/summary';
import { useTranslation } from 'react-i18next';
import { useTestChannel } from '../../api/channels';
import { useDelivery } from '../../api/deliveries';
import { FailureText } from '../../components/channel/failure-text';
import { Dialog } from '../../components/dialog';
import { ProblemAlert } from '../../components/problem-alert';

/** Nobody tries these again before somebody has looked at the channel. */
const forGood: ReadonlySet<DeliveryFailure['code']> = new Set([
  ...(['refused', 'unauthorised', 'gone', 'too-large'] as const),
  ...(['forbidden-address', 'channel-unset'] as const),
]);

/** What came of it. The receiver's word is not that anybody sees it, and this says so. */
const Outcome = ({ delivery }: { readonly delivery: DeliveryDetail | undefined }) => {
  const { t } = useTranslation();
  const { status, failure } = delivery ?? { status: 'waiting', failure: null };
  if (status === 'accepted')
    return (
      <Alert color="green" variant="light" icon={<IconCircleCheck />} title={t('channels.testAccepted')}>
        {t('channels.testAcceptedText')}
      </Alert>
    );
  if (failure) {
    const again = status === 'retrying' && !forGood.has(failure.code);
    return (
      <Alert
        color={again ? 'yellow' : 'red'}
        variant="light"
        icon={<IconAlertCircle />}
        title={t(again ? 'channels.testRetrying' : 'channels.testFailed')}
        className="wrap-anywhere"
      >
        <FailureText failure={failure} />
      </Alert>
    );
  }
  return (
    <Group gap="sm">
      <Loader size="sm" />
      <Text size="sm">{t('channels.testSending')}</Text>
    </Group>
  );
};

interface Props {
  readonly channel: Channel;
  readonly onClose: () => void;
}

/** Sends a test when one asks for it, and tells what came of it while it happens. */
export const TestDialog = ({ channel, onClose }: Props) => {
  const { t } = useTranslation();
  const test = useTestChannel(channel);
  const { data: delivery } = useDelivery(test.data?.deliveryIds[0]);
  return (
    <Dialog onClose={onClose} title={t('channels.testTitle', { name: channel.name })}>
      <Stack>
        <Text size="sm" c="dimmed" className="wrap-anywhere">
          {t(`channels.kind.${channel.kind}`)} · {channel.shownAs}
        </Text>
        <div role="status">{!test.isIdle && !test.error && <Outcome delivery={delivery} />}</div>
        {test.error && <ProblemAlert error={test.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('action.close')}
          </Button>
          <Button loading={test.isPending} onClick={() => test.mutate(undefined)} data-autofocus>
            {t('channels.test')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
};
