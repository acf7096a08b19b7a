import { Button, Group } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useMarkRead, useNotifications } from '../../api/notifications';
import { EmptyState } from '../../components/empty-state';
import { LoadMore } from '../../components/load-more';
import { Loaded } from '../../components/loaded';
import { NotificationList } from '../../components/notification/notification-list';
import { RowsSkeleton } from '../../components/rows-skeleton';
import { SidePanel } from '../../components/side-panel';
import { useNotifyProblem } from '../../components/use-notify-problem';

/** What one has not read, beside the page. */
export const NotificationPanel = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const query = useNotifications({ unread: 'true', pageSize: 20 });
  const markRead = useMarkRead();
  const failed = useNotifyProblem();
  const readAll = (): void => void markRead.mutateAsync({}).catch(failed);
  const unread = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <SidePanel onClose={onClose} size={440} title={t('notifications.panel')}>
      <Group justify="space-between" mb="sm">
        <Button component={Link} to="/notifications" size="xs" variant="default" onClick={onClose}>
          {t('notifications.all')}
        </Button>
        {unread.length > 0 && (
          <Button size="xs" variant="light" loading={markRead.isPending} onClick={readAll}>
            {t('notifications.readAll')}
          </Button>
        )}
      </Group>
      <Loaded query={query} skeleton={<RowsSkeleton />}>
        {() =>
          unread.length === 0 ? (
            <EmptyState
              icon={<IconBell size={24} />}
              title={t('notifications.none')}
              text={t('notifications.noneText')}
            />
          ) : (
            <>
              <NotificationList notifications={unread} onOpen={onClose} />
              <LoadMore query={query} />
            </>
          )
        }
      </Loaded>
    </SidePanel>
  );
};
