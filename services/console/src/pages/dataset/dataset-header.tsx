import { Anchor, Badge, Button, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArrowLeft, IconPhotoPlus, IconSnowflake, IconTag } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { usePermissions } from '../../api/use-permissions';
import { lazily } from '../../components/lazily';
import { PageHeader } from '../../components/page-header';
import { TagList } from '../../components/tag-list';
import type { ShownDataset } from './use-shown-dataset';

const FreezeDialog = lazily(async () => (await import('./versions/freeze-dialog')).FreezeDialog);

export const Back = () => {
  const { t } = useTranslation();
  return (
    <Anchor component={Link} to="/datasets" size="sm" c="dimmed">
      <IconArrowLeft size={14} aria-hidden="true" style={{ verticalAlign: '-2px' }} /> {t('datasets.back')}
    </Anchor>
  );
};

/** What comes next: labelling first, while there is anything to label. */
const NextSteps = ({ dataset, schema }: ShownDataset) => {
  const { t } = useTranslation();
  const may = usePermissions();
  const [freezing, { open: freeze, close }] = useDisclosure();
  const { id, items } = dataset;
  const { states, total } = items;
  const waiting = states.unlabelled + states['needs-relabel'];
  return (
    <Group gap="xs">
      {may('datasets:manage') && (
        <>
          <Button variant="default" leftSection={<IconSnowflake size={16} />} onClick={freeze}>
            {t('datasets.header.freeze')}
          </Button>
          <Button
            component={Link}
            to={`/datasets/${id}/imports`}
            variant={total === 0 ? 'filled' : 'default'}
            leftSection={<IconPhotoPlus size={16} />}
          >
            {t('datasets.header.add')}
          </Button>
        </>
      )}
      {may('datasets:label') && total > 0 && (
        <Button
          component={Link}
          to={`/datasets/${id}/label`}
          variant={waiting === 0 ? 'default' : 'filled'}
          leftSection={<IconTag size={16} />}
        >
          {t('datasets.header.label')}
        </Button>
      )}
      {freezing && <FreezeDialog dataset={dataset} schema={schema} onClose={close} />}
    </Group>
  );
};

/** What the dataset is, and what to do with it next. */
export const DatasetHeader = ({ shown }: { readonly shown: ShownDataset }) => {
  const { t } = useTranslation();
  const { name, task, tags, status } = shown.dataset;
  return (
    <PageHeader
      title={name}
      above={<Back />}
      text={
        <Group gap={6}>
          <Badge variant="default" radius="sm" tt="none" fw={500}>
            {t(`datasets.task.${task}`)}
          </Badge>
          {status !== 'available' && (
            <Badge variant="light" color="orange" radius="sm" tt="none" fw={500}>
              {t(`datasets.status.${status}`)}
            </Badge>
          )}
          <TagList tags={tags} limit={6} />
          {status === 'archived' && t('datasets.header.archivedNote')}
        </Group>
      }
      actions={status !== 'archived' && <NextSteps {...shown} />}
    />
  );
};
