import type { Notification } from '@tutti/contracts/summary';
import { useTranslation } from 'react-i18next';
import { NotificationRow } from './notification-row';

interface Props {
  readonly notifications: readonly Notification[];
  readonly onOpen?: () => void;
}

export const NotificationList = ({ notifications, ...rest }: Props) => (
  <ol className="notification-list" aria-label={useTranslation().t('notifications.listLabel')}>
    {notifications.map((one) => (
      <NotificationRow key={one.id} notification={one} {...rest} />
    ))}
  </ol>
);
