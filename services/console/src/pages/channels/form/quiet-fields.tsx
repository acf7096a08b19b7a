import { SimpleGrid, Stack, Switch, TextInput } from '@mantine/core';
import type { ChannelRoute, QuietHours } from '@tutti/contracts/summary';
import { useTranslation } from 'react-i18next';
import { ZoneField } from '../../../components/zone-field';

interface Props {
  readonly route: ChannelRoute;
  readonly onChange: (route: ChannelRoute) => void;
}

const usualQuiet = (): QuietHours => ({
  from: '20:00',
  to: '07:00',
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
});

/** When only what is critical may come. */
export const QuietFields = ({ route: { quietHours, ...route }, onChange }: Props) => {
  const { t } = useTranslation();
  const set = (quiet: QuietHours | undefined): void =>
    onChange(quiet === undefined ? route : { ...route, quietHours: quiet });
  return (
    <Stack gap="xs">
      <Switch
        label={t('channels.form.quiet')}
        description={t('channels.form.quietHint')}
        checked={quietHours !== undefined}
        onChange={(event) => set(event.currentTarget.checked ? usualQuiet() : undefined)}
      />
      {quietHours && (
        <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm">
          {(['from', 'to'] as const).map((end) => (
            <TextInput
              key={end}
              type="time"
              required
              label={t(`channels.form.${end}`)}
              value={quietHours[end]}
              onChange={(event) => set({ ...quietHours, [end]: event.currentTarget.value })}
            />
          ))}
          <ZoneField value={quietHours.timeZone} onChange={(timeZone) => set({ ...quietHours, timeZone })} />
        </SimpleGrid>
      )}
    </Stack>
  );
};
