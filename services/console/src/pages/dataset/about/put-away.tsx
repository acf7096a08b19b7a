import { Button, Group, Stack, Text } from '@mantine/core';
import type { Dataset } from '@tutti/contracts/datasets';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useEndDataset } from '../../../api/datasets';
import { Confirm } from '../../../components/confirm';
import { lazily } from '../../../components/lazily';
import { Section } from '../../../components/section';
import { notifyDone } from '../../../lib/notify';

const PurgeDialog = lazily(async () => (await import('./purge-dialog')).PurgeDialog);

interface ChangeProps {
  readonly what: 'archive' | 'restore';
  readonly dataset: Dataset;
  readonly onClose: () => void;
}

const Change = ({ what, dataset, onClose }: ChangeProps) => {
  const { t } = useTranslation();
  const end = useEndDataset(what);
  const { name } = dataset;
  const done = (): void => {
    notifyDone(t(`datasets.about.${what}.done`, { name }));
    onClose();
  };
  return (
    <Confirm
      title={t(`datasets.about.${what}.title`, { name })}
      text={t(`datasets.about.${what}.text`)}
      confirm={t(`datasets.about.${what}.action`)}
      withReason={what === 'archive'}
      pending={end.isPending}
      error={end.error}
      onConfirm={(reason) => void end.mutateAsync({ of: dataset, reason }).then(done, () => undefined)}
      onClose={onClose}
    />
  );
};

/** Archives a dataset, takes it back, deletes an archived one for good. */
export const PutAway = ({ dataset }: { readonly dataset: Dataset }) => {
  const { t } = useTranslation();
  const [doing, setDoing] = useState<'archive' | 'restore' | 'purge'>();
  const archived = dataset.status === 'archived';
  const close = (): void => setDoing(undefined);
  const what = archived ? 'restore' : 'archive';
  return (
    <Section title={t('datasets.about.danger')}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {archived ? t('datasets.about.purge.text') : t('datasets.about.archive.text')}{' '}
          {!archived && t('datasets.about.purgeFirst')}
        </Text>
        <Group gap="xs">
          <Button variant="default" onClick={() => setDoing(what)}>
            {t(`datasets.about.${what}.action`)}
          </Button>
          {archived && (
            <Button variant="outline" color="red" onClick={() => setDoing('purge')}>
              {t('datasets.about.purge.action')}
            </Button>
          )}
        </Group>
      </Stack>
      {(doing === 'archive' || doing === 'restore') && (
        <Change what={doing} dataset={dataset} onClose={close} />
      )}
      {doing === 'purge' && <PurgeDialog dataset={dataset} onClose={close} />}
    </Section>
  );
};
