import { Button, Group, Paper } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBell, IconSettings } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useMarkRead, useNotifications } from '../../api/notifications';
import { EmptyState } from '../../components/empty-state';
import { lazily } from '../../components/lazily';
import { LoadMore } from '../../components/load-more';
import { Loaded } from '../../components/loaded';
import { NotificationList } from '../../components/notification/notification-list';
import { PageHeader } from '../../components/page-header';
import { RowsSkeleton } from '../../components/rows-skeleton';
import { useNotifyProblem } from '../../components/use-notify-problem';
import { useQueryState } from '../../lib/use-query-state';
import { filterOf, usualView } from './notification-filter';
import { NotificationFilters } from './notification-filters';

const PreferencesDialog = lazily(async () => (await import('./preferences-dialog')).PreferencesDialog);

const Actions = () => {
  const { t } = useTranslation();
  const markRead = useMarkRead();
  const failed = useNotifyProblem();
  const readAll = (): void => void markRead.mutateAsync({}).catch(failed);
  const [setting, { open, close }] = useDisclosure();
  return (
    <Group gap="xs">
      <Button variant="default" loading={markRead.isPending} onClick={readAll}>
        {t('notifications.readAll')}
      </Button>
      <Button variant="default" leftSection={<IconSettings size={16} />} onClick={open}>
        {t('notifications.settings')}
      </Button>
      {setting && <PreferencesDialog onClose={close} />}
    </Group>
  );
};

/** What happened, for the one who reads it. */
export const NotificationsPage = () => {
  const { t } = useTranslation();
  const [view, change] = useQueryState(usualView);
  const query = useNotifications({ ...filterOf(view), pageSize: 50 });
  const shown = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const filtered = Object.values(view).some((value) => value !== '');
  return (
    <>
      <PageHeader title={t('notifications.title')} text={t('notifications.text')} actions={<Actions />} />
      <NotificationFilters view={view} onChange={change} />
      <Paper withBorder radius="lg" style={{ overflow: 'hidden' }}>
        <Loaded query={query} skeleton={<RowsSkeleton />}>
          {() =>
            shown.length === 0 ? (
              <EmptyState
                icon={<IconBell size={24} />}
                title={t(filtered ? 'notifications.noMatch' : 'notifications.none')}
                {...(filtered ? {} : { text: t('notifications.noneText') })}
              />
            ) : (
              <NotificationList notifications={shown} />
            )
          }
        </Loaded>
      </Paper>
      <LoadMore query={query} />
    </>
  );
};
