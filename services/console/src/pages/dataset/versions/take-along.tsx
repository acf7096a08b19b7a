import { Group, Stack, Text } from '@mantine/core';
import type { DatasetTask, DatasetVersion } from '@tutti/contracts/datasets';
import { useTranslation } from 'react-i18next';
import { exportUrl, manifestUrl, type ExportFormat } from '../../../api/dataset-versions';
import { DownloadButton } from '../../../components/download-button';
import { useShownDataset } from '../use-shown-dataset';

/** Those that hold what the task is about. */
const formats = {
  'image-classification': ['image-folder'],
  'object-detection': ['coco', 'yolo'],
} as const satisfies Readonly<Record<DatasetTask, readonly ExportFormat[]>>;

const names = { coco: 'coco', yolo: 'yolo', 'image-folder': 'imageFolder' } as const;

/** The version for other tools: as an archive of pictures and labels, or its manifest alone. */
export const TakeAlong = ({ version: { number } }: { readonly version: DatasetVersion }) => {
  const { t } = useTranslation();
  const { dataset } = useShownDataset();
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t('versions.take.text')}
      </Text>
      <Group gap="xs">
        {formats[dataset.task].map((format) => (
          <DownloadButton key={format} href={exportUrl(dataset.id, format, number)}>
            {t('versions.take.download', { format: t(`versions.take.${names[format]}`) })}
          </DownloadButton>
        ))}
      </Group>
      <Text size="sm" c="dimmed">
        {t('versions.take.manifestText')}
      </Text>
      <Group gap="xs">
        <DownloadButton
          href={manifestUrl(dataset.id, number)}
          fileName={`${dataset.name}-v${number}.manifest.jsonl`}
        >
          {t('versions.take.manifest')}
        </DownloadButton>
      </Group>
    </Stack>
  );
};
