import { SimpleGrid, Stack, TextInput, Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { fieldFault } from '../../api/problem-error';
import { TagsField } from '../form/tags-field';
import { areDegrees, type DeviceValues } from './device-values';

interface Props {
  readonly values: DeviceValues;
  readonly onChange: (values: DeviceValues) => void;
  readonly error: unknown;
}

type TextName = Exclude<keyof DeviceValues, 'tags'>;

/** Name, description, place and tags: asked when a device is accepted and when it is described. */
export const DeviceFields = ({ values, onChange, error }: Props) => {
  const { t } = useTranslation();
  const field = (name: TextName, maxLength: number) => ({
    value: values[name],
    maxLength,
    onChange: (event: React.ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) =>
      onChange({ ...values, [name]: event.currentTarget.value }),
    error: fieldFault(error, `/${name}`),
  });
  const degrees = (name: 'latitude' | 'longitude', max: number) => ({
    ...field(name, 24),
    inputMode: 'decimal' as const,
    label: t(`devices.location.${name}`),
    error: areDegrees(values[name], max) ? undefined : t('edge.edit.badNumber', { min: -max, max }),
  });
  return (
    <Stack>
      <TextInput
        label={t('edge.edit.name')}
        description={t('edge.edit.nameHint')}
        required
        data-autofocus
        {...field('name', 64)}
      />
      <Textarea
        label={t('edge.edit.description')}
        autosize
        minRows={2}
        maxRows={6}
        {...field('description', 1024)}
      />
      <TextInput label={t('edge.edit.site')} {...field('site', 64)} />
      <TagsField
        label={t('edge.edit.tags')}
        value={values.tags}
        onChange={(tags) => onChange({ ...values, tags })}
      />
      <TextInput label={t('devices.location.address')} {...field('address', 256)} />
      <SimpleGrid cols={2}>
        <TextInput {...degrees('latitude', 90)} />
        <TextInput {...degrees('longitude', 180)} />
      </SimpleGrid>
    </Stack>
  );
};
