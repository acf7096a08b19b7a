import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconTag } from '@tabler/icons-react';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useItem } from '../../../../api/items';
import { problemStatus } from '../../../../api/problem-error';
import { ItemPicture } from '../../../../components/label/item-picture';
import { ItemState } from '../../../../components/label/item-state';
import { Loaded } from '../../../../components/loaded';
import { RowsSkeleton } from '../../../../components/rows-skeleton';
import { SidePanel } from '../../../../components/side-panel';
import { useShownDataset } from '../../use-shown-dataset';
import { nameOf } from '../item-name';
import { Again, ItemFacts, Predicted, Stated } from './item-facts';
import { ItemHistory } from './item-history';

const Part = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <section aria-label={title}>
    <Title order={3} fz="sm" fw={600} mb={6}>
      {title}
    </Title>
    {children}
  </section>
);

const Shown = ({ id }: { readonly id: string }) => {
  const { t } = useTranslation();
  const { dataset, schema } = useShownDataset();
  const query = useItem(id);
  const classes = useMemo(() => new Map(schema.classes.map((of) => [of.key, of])), [schema]);
  if ([400, 404].includes(problemStatus(query.error) ?? 0)) return <Text>{t('pictures.item.notFound')}</Text>;
  return (
    <Loaded query={query} skeleton={<RowsSkeleton rows={3} height={120} />}>
      {(item) => (
        <Stack gap="lg">
          <ItemPicture item={item} classes={classes} whole alt={nameOf(item)} />
          <Group justify="space-between">
            <Text size="sm" component="div">
              <ItemState state={item.state} />
            </Text>
            <Button
              component={Link}
              to={`/datasets/${dataset.id}/label?item=${item.id}`}
              size="sm"
              leftSection={<IconTag size={16} />}
            >
              {t('pictures.item.open')}
            </Button>
          </Group>
          <Again item={item} classes={classes} />
          <Part title={t('pictures.item.label')}>
            <Stated item={item} classes={classes} />
          </Part>
          <Part title={t('pictures.item.prediction')}>
            <Predicted item={item} />
          </Part>
          <ItemFacts item={item} />
          <Part title={t('pictures.item.history')}>
            <ItemHistory id={item.id} classes={classes} />
          </Part>
        </Stack>
      )}
    </Loaded>
  );
};

/** One picture with all that was said of it, beside the grid. */
export const ItemDrawer = ({ id, onClose }: { readonly id: string; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  return (
    <SidePanel onClose={onClose} size="md" title={t('pictures.item.title')}>
      <Shown id={id} />
    </SidePanel>
  );
};
