import { TagsInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { isTag } from '../device/device-values';

interface Props {
  readonly label: string;
  readonly value: readonly string[];
  readonly onChange: (value: readonly string[]) => void;
}

/** Tags, `key=value` each; says which one is none. */
export const TagsField = ({ label, value, onChange }: Props) => {
  const { t } = useTranslation();
  const bad = value.find((entry) => !isTag(entry));
  return (
    <TagsInput
      label={label}
      description={t('edge.edit.tagsHint')}
      value={[...value]}
      onChange={onChange}
      maxTags={32}
      acceptValueOnBlur
      error={bad === undefined ? undefined : t('edge.edit.badTag', { tag: bad })}
    />
  );
};
