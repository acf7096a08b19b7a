import { Checkbox, Group, NativeSelect, Stack, Switch } from '@mantine/core';
import { level, notificationCategory, type ChannelRoute } from '@tutti/contracts/summary';
import { useTranslation } from 'react-i18next';
import { withCategories } from './channel-draft';
import { QuietFields } from './quiet-fields';

interface Props {
  readonly route: ChannelRoute;
  readonly onChange: (route: ChannelRoute) => void;
}

const isCategory = (text: string) => notificationCategory.safeParse(text).success;

const Categories = ({ route, onChange }: Props) => {
  const { t } = useTranslation();
  if (!route.notifications) return null;
  const all = notificationCategory.options;
  const choose = (chosen: readonly string[]): void => {
    const categories = chosen.filter(isCategory).map((one) => notificationCategory.parse(one));
    onChange(withCategories(route, categories, all.length));
  };
  return (
    <Checkbox.Group
      label={t('channels.form.categories')}
      value={[...(route.notifications.categories ?? all)]}
      onChange={choose}
    >
      <Group gap="sm" mt="xs">
        {all.map((one) => (
          <Checkbox key={one} value={one} label={t(`notifications.category.${one}`)} />
        ))}
      </Group>
    </Checkbox.Group>
  );
};

const Level = ({ route, onChange }: Props) => {
  const { t } = useTranslation();
  const choose = (value: string): void => {
    const minimumLevel = level.safeParse(value).data;
    const notifications = minimumLevel ? { ...route.notifications, minimumLevel } : null;
    onChange({ ...route, notifications });
  };
  return (
    <NativeSelect
      label={t('channels.form.notifications')}
      data={[
        { value: '', label: t('channels.form.noNotifications') },
        ...level.options.map((value) => ({ value, label: t(`notifications.from.${value}`) })),
      ]}
      value={route.notifications?.minimumLevel ?? ''}
      onChange={(event) => choose(event.currentTarget.value)}
    />
  );
};

/** What the channel gets, when, and in which language. */
export const RouteFields = ({ route, onChange }: Props) => {
  const { t } = useTranslation();
  return (
    <Stack>
      <Switch
        label={t('channels.form.summaries')}
        checked={route.summaries}
        onChange={(event) => onChange({ ...route, summaries: event.currentTarget.checked })}
      />
      <Group grow align="flex-start">
        <Level route={route} onChange={onChange} />
        <NativeSelect
          label={t('channels.form.language')}
          data={[
            { value: 'en', label: t('channels.form.english') },
            { value: 'ko', label: t('channels.form.korean') },
          ]}
          value={route.language}
          onChange={(event) =>
            onChange({ ...route, language: event.currentTarget.value === 'ko' ? 'ko' : 'en' })
          }
        />
      </Group>
      <Categories route={route} onChange={onChange} />
      <QuietFields route={route} onChange={onChange} />
    </Stack>
  );
};
