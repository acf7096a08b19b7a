import { Button, Checkbox, Group, NumberInput, SimpleGrid, Stack } from '@mantine/core';
import type { Device } from '@tutti/contracts/devices';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSetDevice } from '../../../api/device-commands';
import { Dialog } from '../../../components/dialog';
import { ProblemAlert } from '../../../components/problem-alert';
import { notifyDone } from '../../../lib/notify';
import { isWhole, settingsOf, valuesOf, type SettingsValues } from './settings-values';

interface FieldsProps {
  readonly values: SettingsValues;
  readonly onChange: (values: SettingsValues) => void;
}

type NumberName = Exclude<keyof SettingsValues, 'own'>;

const Fields = ({ values, onChange }: FieldsProps) => {
  const { t } = useTranslation();
  const field = (name: NumberName, max: number) => ({
    label: t(`edge.settings.form.${name}`),
    value: values[name],
    onChange: (value: number | string) => onChange({ ...values, [name]: value }),
    min: 0,
    max,
    clampBehavior: 'strict' as const,
    allowNegative: false,
  });
  const empty = { placeholder: t('edge.settings.form.empty') };
  const needed = (value: number | string) => ({
    required: true,
    error: value === '' && t('edge.settings.form.needed'),
  });
  return (
    <Stack>
      <NumberInput {...field('warning', 100)} {...empty} data-autofocus />
      <Checkbox
        label={t('edge.settings.form.own')}
        checked={values.own}
        onChange={(event) => onChange({ ...values, own: event.currentTarget.checked })}
      />
      {!values.own && (
        <>
          <NumberInput {...field('threshold', 100)} {...empty} />
          <NumberInput {...field('margin', 100)} {...empty} />
          <NumberInput {...field('entropy', 100)} {...empty} />
          <NumberInput
            {...field('audit', 100)}
            description={t('edge.settings.form.auditHint')}
            decimalScale={4}
          />
          <SimpleGrid cols={2}>
            <NumberInput {...field('perDay', 100_000)} {...needed(values.perDay)} allowDecimal={false} />
            <NumberInput {...field('megabytes', 900_000)} {...needed(values.megabytes)} />
          </SimpleGrid>
        </>
      )}
    </Stack>
  );
};

/** The form keeps the version that it was filled from: whoever changed it meanwhile is not overwritten. */
export const SettingsModal = ({
  device,
  onClose,
}: {
  readonly device: Device;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const [base] = useState(device);
  const [values, setValues] = useState(() => valuesOf(device.settings));
  const set = useSetDevice();
  const settings = settingsOf(values, base.settings);
  const same =
    JSON.stringify(settingsOf(valuesOf(base.settings), base.settings)) === JSON.stringify(settings);
  const submit = (event: React.SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const onSuccess = (): void => {
      notifyDone(t('edge.settings.form.done', { name: base.name }));
      onClose();
    };
    set.mutate({ id: base.id, version: base.version, settings }, { onSuccess });
  };
  return (
    <Dialog onClose={onClose} title={t('edge.settings.change')} size="lg">
      <form onSubmit={submit}>
        <Stack>
          <Fields values={values} onChange={setValues} />
          {set.error && <ProblemAlert error={set.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('action.cancel')}
            </Button>
            <Button type="submit" loading={set.isPending} disabled={same || !isWhole(values)}>
              {t('action.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
};
