import { ActionIcon, Group, Stack, Text, Tooltip, VisuallyHidden } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import type { Notification } from '@tutti/contracts/summary';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useDismiss, useMarkRead } from '../../api/notifications';
import { usePermissions } from '../../api/use-permissions';
import { TimeAgo } from '../time-ago';
import { useNotifyProblem } from '../use-notify-problem';
import { LevelMark } from './level-mark';
import './notification-row.css';
import { sourcePath } from './source-path';
import { useFocusOnLeave } from './use-focus-on-leave';
import { useNotificationText } from './use-notification-text';

interface ActionsProps {
  readonly notification: Notification;
  readonly title: string;
  /** It will be gone. */
  readonly onDismiss: () => void;
}

const Actions = ({ notification: { id, read }, title, onDismiss }: ActionsProps) => {
  const { t } = useTranslation();
  const markRead = useMarkRead();
  const dismiss = useDismiss();
  const failed = useNotifyProblem();
  return (
    <Group gap={2} wrap="nowrap" align="flex-start">
      {!read && (
        <Tooltip label={t('notifications.read')}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`${t('notifications.read')}: ${title}`}
            loading={markRead.isPending}
            onClick={() => void markRead.mutateAsync({ ids: [id] }).catch(failed)}
          >
            <IconCheck size={16} />
          </ActionIcon>
        </Tooltip>
      )}
      <Tooltip label={t('notifications.dismiss')}>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`${t('notifications.dismiss')}: ${title}`}
          data-dismiss
          loading={dismiss.isPending}
          onClick={() => {
            onDismiss();
            void dismiss.mutateAsync({ ids: [id] }).catch(failed);
          }}
        >
          <IconX size={16} />
        </ActionIcon>
      </Tooltip>
    </Group>
  );
};

const Facts = ({ notification }: { readonly notification: Notification }) => {
  const { t } = useTranslation();
  const { category, count, lastAt, others } = notification;
  return (
    <>
      {others.length > 0 && (
        <Text size="xs" c="dimmed" className="wrap-anywhere">
          {t('notifications.others', { names: others.join(', ') })}
        </Text>
      )}
      <Text size="xs" c="dimmed" component="div">
        {t(`notifications.category.${category}`)} · {count > 1 && `${t('notifications.times', { count })} `}
        <TimeAgo at={lastAt} />
      </Text>
    </>
  );
};

interface TitleProps {
  readonly notification: Notification;
  readonly title: string;
  readonly onOpen: () => void;
}

const Title = ({ notification, title, onOpen }: TitleProps) => {
  const { t } = useTranslation();
  const path = sourcePath(notification, usePermissions());
  const content = (
    <>
      {title}
      {!notification.read && <VisuallyHidden>{` (${t('notifications.isUnread')})`}</VisuallyHidden>}
    </>
  );
  if (path === undefined) return <span className="notification-title">{content}</span>;
  return (
    <Link to={path} className="notification-title" onClick={onOpen}>
      {content}
    </Link>
  );
};

interface Props {
  readonly notification: Notification;
  /** Somebody goes to what it is about. */
  readonly onOpen?: () => void;
}

/** What happened; looking at what it is about is reading it. */
export const NotificationRow = ({ notification, onOpen }: Props) => {
  const { title, lead } = useNotificationText(notification);
  const markRead = useMarkRead();
  const failed = useNotifyProblem();
  const { row, leave } = useFocusOnLeave();
  const { id, read, level } = notification;
  const open = (): void => {
    if (!read) void markRead.mutateAsync({ ids: [id] }).catch(failed);
    onOpen?.();
  };
  return (
    <li ref={row} className="notification" data-unread={read ? undefined : ''}>
      <LevelMark level={level} />
      <Stack gap={3}>
        <Title notification={notification} title={title} onOpen={open} />
        {lead !== '' && (
          <Text size="sm" c="dimmed" className="wrap-anywhere" lineClamp={3}>
            {lead}
          </Text>
        )}
        <Facts notification={notification} />
      </Stack>
      <Actions notification={notification} title={title} onDismiss={leave} />
    </li>
  );
};
