import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import type { Dataset } from '@tutti/contracts/datasets';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useEndDataset } from '../../../api/datasets';
import { Dialog } from '../../../components/dialog';
import { ProblemAlert } from '../../../components/problem-alert';
import { notifyDone } from '../../../lib/notify';

/** Deletes the data for good: only whoever types the name means it. */
export const PurgeDialog = ({
  dataset,
  onClose,
}: {
  readonly dataset: Dataset;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const purge = useEndDataset('purge');
  const { name } = dataset;
  const submit = (event: React.SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const done = (): void => {
      notifyDone(t('datasets.about.purge.done', { name }));
      void navigate('/datasets');
    };
    purge.mutateAsync({ of: dataset }).then(done, () => undefined);
  };
  return (
    <Dialog onClose={onClose} title={t('datasets.about.purge.title', { name })}>
      <form onSubmit={submit} autoComplete="off">
        <Stack>
          <Text size="sm">{t('datasets.about.purge.text')}</Text>
          <TextInput
            label={t('datasets.about.typeName', { name })}
            data-autofocus
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          {purge.error && <ProblemAlert error={purge.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('action.cancel')}
            </Button>
            <Button type="submit" color="red.8" loading={purge.isPending} disabled={typed.trim() !== name}>
              {t('datasets.about.purge.action')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
};
