import { Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { fieldFault } from '../../api/problem-error';
import { TagsField } from '../form/tags-field';

interface Values {
  readonly name: string;
  readonly description: string;
  readonly tags: readonly string[];
}

interface Props {
  readonly values: Values;
  readonly error: unknown;
  readonly onChange: (change: Partial<Values>) => void;
}

/** What a stream is called: asked when it is created and when it is changed. */
export const StreamNameFields = ({ values, error, onChange }: Props) => {
  const { t } = useTranslation();
  return (
    <>
      <TextInput
        label={t('streams.create.name')}
        description={t('streams.create.nameHint')}
        required
        maxLength={64}
        value={values.name}
        error={fieldFault(error, '/name')}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <Textarea
        label={t('streams.create.description')}
        description={t('streams.create.descriptionHint')}
        placeholder={t('field.optional')}
        maxLength={1024}
        autosize
        minRows={2}
        maxRows={6}
        value={values.description}
        onChange={(event) => onChange({ description: event.currentTarget.value })}
      />
      <TagsField
        label={t('streams.create.tags')}
        value={values.tags}
        onChange={(tags) => onChange({ tags })}
      />
    </>
  );
};
