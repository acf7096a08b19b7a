import { Badge, Group, Text } from '@mantine/core';
import type { ImportJob } from '@tutti/contracts/datasets';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/use-format';

/** Classes of the source that the dataset lacks, and what becomes of them. */
export const MissingClasses = ({ job }: { readonly job: ImportJob }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const { missingClasses, source } = job;
  if (missingClasses.length === 0) return null;
  const adds = source.kind === 'archive' && source.newClasses === 'add';
  const said = !adds ? 'missing' : job.dryRun ? 'willAdd' : 'addedClasses';
  return (
    <div>
      <Text size="sm" fw={550}>
        {t(`imports.archive.${said}`, { count: missingClasses.length })}
      </Text>
      <Group gap={6} mt={4}>
        {missingClasses.map(({ key, name, labels }) => (
          <Badge key={key} variant="default" tt="none" fw={500}>
            {t('imports.archive.missingClass', { name, labels: format.number(labels) })}
          </Badge>
        ))}
      </Group>
    </div>
  );
};
