import { Stack, Text, Timeline, Title } from '@mantine/core';
import type { DeliveryAttempt } from '@tutti/contracts/summary';
import { useTranslation } from 'react-i18next';
import { FailureText } from '../../../components/channel/failure-text';
import { TimeAgo } from '../../../components/time-ago';
import { useFormat } from '../../../i18n/use-format';

const colourOf = ({ endedAt, failure }: DeliveryAttempt): string => {
  if (endedAt === null) return 'gray';
  return failure ? 'red' : 'teal';
};

const Attempt = ({ attempt }: { readonly attempt: DeliveryAttempt }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const { at, endedAt, failure, httpStatus, bytes, retryAt } = attempt;
  const accepted = t('deliveries.attemptAccepted', { status: httpStatus ?? '2xx' });
  const outcome = failure ? <FailureText failure={failure} /> : accepted;
  return (
    <Stack gap={2}>
      <Text size="sm" className="wrap-anywhere">
        {endedAt === null ? t('deliveries.attemptOpen') : outcome}
      </Text>
      <Text size="xs" c="dimmed" component="div">
        <TimeAgo at={at} />
        {bytes !== null && ` · ${t('deliveries.bytes', { bytes: format.bytes(bytes) })}`}
        {retryAt !== null && (
          <>
            {` · ${t('deliveries.again')} `}
            <TimeAgo at={retryAt} />
          </>
        )}
      </Text>
    </Stack>
  );
};

/** Every try, the first one first. */
export const Attempts = ({ attempts }: { readonly attempts: readonly DeliveryAttempt[] }) => {
  const { t } = useTranslation();
  return (
    <section aria-label={t('deliveries.attemptsTitle')}>
      <Title order={3} fz="sm" fw={600} mb="sm">
        {t('deliveries.attemptsTitle')}
      </Title>
      {attempts.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('deliveries.noAttempt')}
        </Text>
      )}
      <Timeline bulletSize={14} lineWidth={2} active={attempts.length}>
        {attempts.map((attempt) => (
          <Timeline.Item
            key={`${attempt.at}/${attempt.attempt}`}
            color={colourOf(attempt)}
            title={t('deliveries.attempt', { number: attempt.attempt })}
          >
            <Attempt attempt={attempt} />
          </Timeline.Item>
        ))}
      </Timeline>
    </section>
  );
};
