import { Button, Checkbox, Group, NativeSelect, Stack, Text } from '@mantine/core';
import {
  level,
  notificationCategory,
  type NotificationCategory,
  type NotificationPreferences,
} from '@tutti/contracts/summary';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences, useSetPreferences } from '../../api/notifications';
import { Dialog } from '../../components/dialog';
import { Loaded } from '../../components/loaded';
import { ProblemAlert } from '../../components/problem-alert';
import { RowsSkeleton } from '../../components/rows-skeleton';
import { notifyDone } from '../../lib/notify';

interface FieldsProps {
  readonly values: NotificationPreferences;
  readonly onChange: (values: NotificationPreferences) => void;
}

const Fields = ({ values, onChange }: FieldsProps) => {
  const { t } = useTranslation();
  const wanted = notificationCategory.options.filter((one) => !values.muted.includes(one));
  const choose = (chosen: readonly string[]): void => {
    const muted = notificationCategory.options.filter((one) => !chosen.includes(one));
    onChange({ ...values, muted });
  };
  const label = (one: NotificationCategory): string => t(`notifications.category.${one}`);
  return (
    <>
      <NativeSelect
        label={t('notifications.settingsLevel')}
        data={level.options.map((value) => ({ value, label: t(`notifications.from.${value}`) }))}
        value={values.minimumLevel}
        onChange={(event) => onChange({ ...values, minimumLevel: level.parse(event.currentTarget.value) })}
      />
      <Checkbox.Group label={t('notifications.settingsCategories')} value={wanted} onChange={choose}>
        <Stack gap="xs" mt="xs">
          {notificationCategory.options.map((one) => (
            <Checkbox key={one} value={one} label={label(one)} />
          ))}
        </Stack>
      </Checkbox.Group>
    </>
  );
};

interface FormProps {
  readonly known: NotificationPreferences;
  readonly onClose: () => void;
}

const Form = ({ known, onClose }: FormProps) => {
  const { t } = useTranslation();
  const [values, setValues] = useState(known);
  const save = useSetPreferences();
  const submit = (event: React.SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const onSuccess = (): void => {
      notifyDone(t('notifications.settingsDone'));
      onClose();
    };
    save.mutate(values, { onSuccess });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text size="sm">{t('notifications.settingsText')}</Text>
        <Fields values={values} onChange={setValues} />
        {save.error && <ProblemAlert error={save.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {t('action.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};

/** What one wants to be told. */
export const PreferencesDialog = ({ onClose }: { readonly onClose: () => void }) => (
  <Dialog onClose={onClose} title={useTranslation().t('notifications.settingsTitle')}>
    <Loaded query={usePreferences()} skeleton={<RowsSkeleton />}>
      {(known) => <Form known={known} onClose={onClose} />}
    </Loaded>
  </Dialog>
);
