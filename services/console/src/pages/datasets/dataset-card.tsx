import { Badge, Group, Progress, Stack, Text } from '@mantine/core';
import { IconPhotoOff } from '@tabler/icons-react';
import type { Dataset } from '@tutti/contracts/datasets';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFirstItems } from '../../api/items';
import { TagList } from '../../components/tag-list';
import { useFormat } from '../../i18n/use-format';
import './dataset-card.css';

const thumbnails = 4;

const Thumbnails = ({ dataset: { id, items } }: { readonly dataset: Dataset }) => {
  const { t } = useTranslation();
  const { data: first } = useFirstItems(id, Math.min(items.total, thumbnails));
  return (
    <div className="dataset-thumbnails">
      {items.total === 0 && (
        <span className="nothing">
          <Group gap={8}>
            <IconPhotoOff size={20} aria-hidden="true" />
            <Text span size="sm">
              {t('datasets.list.noPictures')}
            </Text>
          </Group>
        </span>
      )}
      {first?.map(({ id: item, thumbnailUrl }) => (
        <img key={item} src={thumbnailUrl} alt="" loading="lazy" />
      ))}
    </div>
  );
};

const Labelled = ({ dataset: { items } }: { readonly dataset: Dataset }) => {
  const { t } = useTranslation();
  const { total, states } = items;
  const wanted = total - states.excluded;
  const text = t('datasets.list.labelled', { labelled: states.labelled, total: wanted });
  return (
    <div>
      <Progress.Root size="sm" mb={6}>
        <Progress.Section
          value={wanted === 0 ? 0 : (states.labelled / wanted) * 100}
          color="var(--tutti-series-2)"
          aria-label={text}
        />
        <Progress.Section
          value={wanted === 0 ? 0 : (states['needs-relabel'] / wanted) * 100}
          color="#dc9a2b"
          aria-label={t('datasets.list.again', { count: states['needs-relabel'] })}
        />
      </Progress.Root>
      <Group justify="space-between" gap={4}>
        <Text size="sm" className="num">
          {text}
        </Text>
        {states['needs-relabel'] > 0 && (
          <Text size="xs" c="var(--tutti-warn)" className="num">
            {t('datasets.list.again', { count: states['needs-relabel'] })}
          </Text>
        )}
      </Group>
    </div>
  );
};

/** A dataset at a glance: what is in it, how far it is. */
export const DatasetCard = ({ dataset }: { readonly dataset: Dataset }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const { id, name, task, tags, status, versions, description } = dataset;
  return (
    <Link to={`/datasets/${id}`} className="dataset-card">
      <Thumbnails dataset={dataset} />
      <Stack gap="xs" p="md" flex={1}>
        <Group justify="space-between" gap={6} wrap="nowrap" align="flex-start">
          <Text fw={600} className="wrap-anywhere">
            {name}
          </Text>
          <Badge variant="default" radius="sm" tt="none" fw={500} flex="none">
            {t(`datasets.task.${task}`)}
          </Badge>
        </Group>
        {description !== null && (
          <Text size="sm" c="dimmed" lineClamp={2}>
            {description}
          </Text>
        )}
        <Labelled dataset={dataset} />
        <Group gap={6} mt="auto" justify="space-between">
          <Text size="xs" c="dimmed" className="num">
            {versions === 0
              ? t('datasets.list.noVersion')
              : t('datasets.list.version', { version: format.number(versions) })}
            {status !== 'available' && ` · ${t(`datasets.status.${status}`)}`}
          </Text>
          <TagList tags={tags} limit={3} />
        </Group>
      </Stack>
    </Link>
  );
};
