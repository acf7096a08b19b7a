import { Group, NativeSelect, Switch } from '@mantine/core';
import { level, notificationCategory } from '@tutti/contracts/summary';
import { useTranslation } from 'react-i18next';
import type { NotificationView } from './notification-filter';

interface Props {
  readonly view: NotificationView;
  readonly onChange: (change: Partial<NotificationView>) => void;
}

export const NotificationFilters = ({ view, onChange }: Props) => {
  const { t } = useTranslation();
  const levels = [
    { value: '', label: t('notifications.filter.anyLevel') },
    ...level.options.slice(1).map((value) => ({ value, label: t(`notifications.from.${value}`) })),
  ];
  const categories = [
    { value: '', label: t('notifications.filter.anyCategory') },
    ...notificationCategory.options.map((value) => ({ value, label: t(`notifications.category.${value}`) })),
  ];
  return (
    <Group gap="md" mb="md">
      <NativeSelect
        aria-label={t('notifications.filter.level')}
        data={levels}
        value={view.level}
        onChange={(event) => onChange({ level: event.currentTarget.value })}
      />
      <NativeSelect
        aria-label={t('notifications.filter.category')}
        data={categories}
        value={view.category}
        onChange={(event) => onChange({ category: event.currentTarget.value })}
      />
      <Switch
        label={t('notifications.filter.unread')}
        checked={view.unread !== ''}
        onChange={(event) => onChange({ unread: event.currentTarget.checked ? 'yes' : '' })}
      />
    </Group>
  );
};
