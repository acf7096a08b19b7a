import { Text } from '@mantine/core';
import type { Stream } from '@tutti/contracts/training';
import { useTranslation } from 'react-i18next';
import { TimeAgo } from '../../../components/time-ago';

/** What the trigger found when it looked last. */
export const LastLook = ({ stream: { lastLook, nextRunAt, trigger } }: { readonly stream: Stream }) => {
  const { t } = useTranslation();
  if (trigger === null) return null;
  return (
    <Text size="sm" c="dimmed" component="div" data-last-look={lastLook?.outcome}>
      {lastLook ? (
        <>
          {t('trigger.looked')} <TimeAgo at={lastLook.at} />: {t(`trigger.outcome.${lastLook.outcome}`)}
          {/* The numbers, in the server's words. */}
          {lastLook.detail !== '' && <span lang="en"> ({lastLook.detail})</span>}
        </>
      ) : (
        t('trigger.notLooked')
      )}
      {nextRunAt !== null && (
        <div>
          {t('trigger.next')} <TimeAgo at={nextRunAt} />
        </div>
      )}
    </Text>
  );
};
