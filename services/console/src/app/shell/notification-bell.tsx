import { ActionIcon, Badge } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBell } from '@tabler/icons-react';
import type { UnreadCount } from '@tutti/contracts/summary';
import { useTranslation } from 'react-i18next';
import { useUnread } from '../../api/notifications';
import { usePermissions } from '../../api/use-permissions';
import { lazily } from '../../components/lazily';

const NotificationPanel = lazily(async () => (await import('./notification-panel')).NotificationPanel);

const most = 99;

/** Drawn over the bell, and said with it. */
const Count = ({ unread, worst }: UnreadCount) => (
  <Badge
    className="bell-count"
    size="sm"
    color={worst === 'error' || worst === 'critical' ? 'red.8' : 'ink.7'}
    aria-hidden="true"
  >
    {unread > most ? `${most}+` : unread}
  </Badge>
);

/** How many notifications one has not read; opens them. */
export const NotificationBell = () => {
  const { t } = useTranslation();
  const mayRead = usePermissions()('notifications:read');
  const { data } = useUnread(mayRead);
  const [opened, { open, close }] = useDisclosure();
  if (!mayRead) return null;
  const count = data?.unread ?? 0;
  return (
    <span className="bell">
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={count === 0 ? t('notifications.bellNone') : t('notifications.bell', { count })}
        aria-haspopup="dialog"
        onClick={open}
      >
        <IconBell size={20} stroke={1.7} />
      </ActionIcon>
      {data && count > 0 && <Count {...data} />}
      {opened && <NotificationPanel onClose={close} />}
    </span>
  );
};
