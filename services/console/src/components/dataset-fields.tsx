import { NumberInput, TextInput, Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { fieldFault } from '../api/problem-error';
import { TagsField } from './form/tags-field';

interface Described {
  readonly description: string;
  readonly tags: readonly string[];
  readonly minimumPerClass: number;
}

interface NameProps {
  readonly value: string;
  readonly error: unknown;
  readonly onChange: (name: string) => void;
}

export const DatasetNameField = ({ value, error, onChange }: NameProps) => (
  <TextInput
    label={useTranslation().t('datasets.form.name')}
    required
    data-autofocus
    maxLength={64}
    value={value}
    error={fieldFault(error, '/name')}
    onChange={(event) => onChange(event.currentTarget.value)}
  />
);

interface Props {
  readonly values: Described;
  readonly onChange: (change: Partial<Described>) => void;
}

/** Description, tags and what training needs: asked when a dataset is created and when it is changed. */
export const DatasetFields = ({ values, onChange }: Props) => {
  const { t } = useTranslation();
  return (
    <>
      <Textarea
        label={t('datasets.form.description')}
        description={t('datasets.form.descriptionHint')}
        placeholder={t('field.optional')}
        maxLength={1024}
        autosize
        minRows={2}
        maxRows={6}
        value={values.description}
        onChange={(event) => onChange({ description: event.currentTarget.value })}
      />
      <TagsField
        label={t('datasets.form.tags')}
        value={values.tags}
        onChange={(tags) => onChange({ tags })}
      />
      <NumberInput
        label={t('datasets.form.minimum')}
        description={t('datasets.form.minimumHint')}
        min={1}
        max={100_000}
        allowDecimal={false}
        value={values.minimumPerClass}
        onChange={(value) => onChange({ minimumPerClass: Number(value) })}
      />
    </>
  );
};
