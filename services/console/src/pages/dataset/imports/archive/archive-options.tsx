import { Checkbox, NativeSelect, Stack } from '@mantine/core';
import { importFormat, type ImportFormat } from '@tutti/contracts/datasets';
import { useTranslation } from 'react-i18next';

export interface ArchiveOptions {
  /** Found out when absent. */
  readonly format: ImportFormat | undefined;
  readonly lossy: boolean;
  readonly addClasses: boolean;
}

export const usualOptions: ArchiveOptions = { format: undefined, lossy: false, addClasses: false };

interface Props {
  readonly value: ArchiveOptions;
  readonly onChange: (value: ArchiveOptions) => void;
}

/** How an archive is read. */
export const ArchiveOptionsForm = ({ value, onChange }: Props) => {
  const { t } = useTranslation();
  return (
    <Stack gap="sm">
      <NativeSelect
        label={t('imports.archive.format')}
        description={t('imports.archive.formatHint')}
        value={value.format ?? ''}
        maw={320}
        data={[
          { value: '', label: t('imports.archive.formats.auto') },
          ...importFormat.options.map((format) => ({
            value: format,
            label: t(`imports.archive.formats.${format}`),
          })),
        ]}
        onChange={(event) => {
          const format = importFormat.safeParse(event.currentTarget.value);
          onChange({ ...value, format: format.data });
        }}
      />
      <Checkbox
        label={t('imports.archive.newClasses')}
        description={t('imports.archive.newClassesHint')}
        checked={value.addClasses}
        onChange={(event) => onChange({ ...value, addClasses: event.currentTarget.checked })}
      />
      <Checkbox
        label={t('imports.archive.lossy')}
        description={t('imports.archive.lossyHint')}
        checked={value.lossy}
        onChange={(event) => onChange({ ...value, lossy: event.currentTarget.checked })}
      />
    </Stack>
  );
};
