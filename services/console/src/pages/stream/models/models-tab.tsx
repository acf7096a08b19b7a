import { Button, Group, Paper } from '@mantine/core';
import { IconBox } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useModels } from '../../../api/models';
import { EmptyState } from '../../../components/empty-state';
import { Loaded } from '../../../components/loaded';
import { LoadMore } from '../../../components/load-more';
import { RowsSkeleton } from '../../../components/rows-skeleton';
import { useShownStream } from '../use-shown-stream';
import { ModelRow } from './model-row';
import './models-tab.css';

/** What the trainings left, the newest first. */
export const ModelsTab = () => {
  const { t } = useTranslation();
  const { stream } = useShownStream();
  const query = useModels({ q: `streamId==${stream.id}` });
  return (
    <Loaded query={query} skeleton={<RowsSkeleton rows={3} height={88} />}>
      {({ pages }) => {
        const models = pages.flatMap(({ items }) => items);
        const [newest, before] = models;
        if (models.length === 0)
          return (
            <Paper withBorder radius="lg">
              <EmptyState
                icon={<IconBox size={24} />}
                title={t('stream.models.emptyTitle')}
                text={t('stream.models.emptyText')}
              />
            </Paper>
          );
        return (
          <>
            {newest && before && (
              <Group justify="flex-end" mb="sm">
                <Button
                  component={Link}
                  to={`/models/compare?a=${before.id}&b=${newest.id}`}
                  size="xs"
                  variant="default"
                >
                  {t('stream.models.compare')}
                </Button>
              </Group>
            )}
            <Paper withBorder radius="lg">
              <ul className="model-rows" aria-label={t('stream.models.caption')}>
                {models.map((model) => (
                  <ModelRow key={model.id} stream={stream} model={model} />
                ))}
              </ul>
            </Paper>
            <LoadMore query={query} />
          </>
        );
      }}
    </Loaded>
  );
};
